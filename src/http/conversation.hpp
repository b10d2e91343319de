// SPDX-License-Identifier: Apache-2.0
// One TCP connection: which side is the client, whether it speaks HTTP/1, and its two readers.
#pragma once

#include "base/coverage.hpp"
#include "http/answer_reader.hpp"
#include "http/blind_spots.hpp"
#include "http/request_reader.hpp"

#include <array>
#include <cstdint>
#include <memory>

namespace shadowdiff::http {

class Conversation {
public:
    /// `options`, `coverage` and `out` must outlive it.
    Conversation(const reassembly::Opened& opened, std::uint64_t run_seed,
                 const ReadOptions& options, Coverage& coverage, Sightings& out);

    void on(const reassembly::JoinedLate& joined);
    void on(const reassembly::Data& data);
    void on(const reassembly::Gap& gap);
    void on(const reassembly::Finished& finished);
    void on(const reassembly::Closed& closed);

    /// Heads under way, and bytes and requests that wait, after an event of that sender's. To be
    /// asked after each.
    std::size_t waiting_bytes(reassembly::Sender sender);
    /// To stay inside the bound on all connections: forgets these, and reads no more of it.
    void evict(Timestamp at);

private:
    /// What one side has said before it is known what is spoken.
    struct Opening {
        StartFinder finder;
        Bytes prefix;  // that may become a PROXY header
        bool may_be_proxied = false;
        bool is_late = false;  // its first bytes were not seen
        bool has_spoken = false;
    };
    /// Made when it is known who the client is.
    struct Talk {
        Talk(const PairsOf& of, BlindSpots& blind_spots, const ReadOptions& options, Sightings& out)
            : pairs{of, options.limits, out},
              requests{pairs, blind_spots, options},
              answers{pairs, blind_spots, options} {}
        Pairs pairs;
        RequestReader requests;
        AnswerReader answers;
    };

    AnswersEnd answers_end(const reassembly::Closed& closed) const;
    void recognise_opening(reassembly::Data data);
    bool take_proxy_header(Opening& own, reassembly::Data& data);
    void begin_talk(reassembly::Sender client, const reassembly::Data& data);
    void note_http09(const reassembly::Data& data);
    PairsOf pairs_of(reassembly::Sender client, bool from_the_start) const;
    void read(reassembly::Sender sender, ByteView bytes, Timestamp at, std::uint64_t heard);
    bool resume_requests(Timestamp at);
    bool resume_answers(Timestamp at);
    bool disown_unasked(std::uint64_t bytes, Timestamp at);
    void ignore(Blind blind);
    void give_up();
    Opening& opening(reassembly::Sender sender) {
        return openings_[static_cast<std::size_t>(sender)];
    }

    reassembly::Opened opened_;
    std::uint64_t run_seed_;
    std::array<Opening, 2> openings_;
    const ReadOptions& options_;
    BlindSpots blind_spots_;
    Sightings& out_;
    reassembly::Sender client_ = reassembly::Sender::initiator;
    std::unique_ptr<Talk> talk_;  // null before it is known, and when it is ignored
    // What the readers held when it was last their turn. One side's event makes the other hold
    // less or nothing more, so that whose was nothing need not be looked at.
    std::size_t requests_waiting_ = 1;
    std::size_t answers_waiting_ = 1;
    bool is_ignored_ = false;
    bool client_has_finished_ = false;
    bool has_requests_ = false;
};

}  // namespace shadowdiff::http
