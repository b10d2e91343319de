// SPDX-License-Identifier: Apache-2.0
// The server's direction of one connection: bytes -> answers, given to the requests that wait.
#pragma once

#include "http/blind_spots.hpp"
#include "http/body_builder.hpp"
#include "http/first_bytes.hpp"
#include "http/framer.hpp"
#include "http/pairs.hpp"
#include "http/read_options.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace shadowdiff::http {

/// How the server's direction came to its end.
enum class AnswersEnd : std::uint8_t { closed, reset, unseen };

class AnswerReader {
public:
    AnswerReader(Pairs& pairs, BlindSpots& blind_spots, const ReadOptions& options);

    /// False when the connection has left HTTP/1.
    /// `heard`: see reassembly::Data.
    bool read(ByteView bytes, Timestamp at, std::uint64_t heard = reassembly::heard_unknown);
    /// What came before its request was known.
    bool resume(Timestamp at);
    void gap(std::uint64_t bytes);
    void search();
    /// `may_wait`: answers that came before their requests go on waiting for them.
    void finish(AnswersEnd end, Timestamp at, bool may_wait);
    /// No more requests come: what waits for one has none.
    void stop_waiting(Timestamp at);

    /// The next request begins behind `bytes` of the client's. Where an answer waits for one and
    /// was sent before its server had more than these, it answers nothing (RFC 9112, section 9.2).
    /// False as for read().
    bool disown_unasked(std::uint64_t bytes, Timestamp at);

    /// Answers wait for their requests.
    bool has_held() const { return !held_.empty(); }

    std::size_t waiting_bytes() const {
        return framer_.waiting_bytes() + finder_.held_bytes() + held_.size() +
               (part_ == Part::answer ? response_.head.size() : 0);
    }

    bool has_left_http() const { return framer_.switches_protocol(); }

    /// At a message start, or looking for one.
    bool is_in_step() const;

private:
    enum class State : std::uint8_t { reading, searching, given_up, ended };
    enum class Part : std::uint8_t { none, interim, answer, orphan, endless };

    bool look_for_start(ByteView bytes, Timestamp at);
    bool read_until_held(ByteView bytes, Timestamp at, bool may_hold);
    void take_body_piece(Timestamp at);
    bool may_take_at_once(std::uint64_t body_bytes) const;
    bool take_whole_answer(ByteView& bytes, Timestamp at);
    bool take_whole_body();
    void add_body_piece();
    bool hold(ByteView bytes);
    bool begin(ByteView& bytes, Timestamp at);
    void begin_answer();
    void end(Timestamp at);
    void give_up_endless();
    void give_up(const Malformed& malformed, std::uint64_t bytes);
    void cut(AnswersEnd end);

    Pairs& pairs_;
    BlindSpots& blind_spots_;
    const ReadOptions& options_;
    Framer framer_;
    State state_ = State::reading;
    std::uint64_t held_heard_ = reassembly::heard_unknown;  // with its first bytes
    std::uint64_t heard_ = reassembly::heard_unknown;       // with what is read now
    std::optional<AnswersEnd> end_behind_held_;
    Part part_ = Part::none;
    bool has_whole_body_ = false;  // it came in one piece, and is in response_
    bool counts_skipped_ = false;  // while searching: they are no part of a message that was cut
    bool is_damaged_ = false;      // bytes of its body were lost
    Timestamp first_byte_;
    Timestamp body_since_;   // not since its head: a stray time there makes no answer endless
    Duration answer_max_{};  // of the answer under way
    std::unique_ptr<BodyBuilder> body_;
    Bytes held_;
    StartFinder finder_;
    WireAnswer response_;
};

}  // namespace shadowdiff::http
