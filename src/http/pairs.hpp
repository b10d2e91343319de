// SPDX-License-Identifier: Apache-2.0
// The requests of one connection that wait for their answers, in order (RFC 9112, section 9.3.2),
// and how sure it is which answer is whose. Says what becomes known as sightings.
#pragma once

#include "base/limits.hpp"
#include "http/fifo.hpp"
#include "http/sightings.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace shadowdiff::http {

struct PairsOf {
    reassembly::ConnectionId connection = 0;
    Endpoint client;
    Endpoint server;
    std::uint64_t run_seed = 0;
    bool from_the_start = true;  // else answers to requests from before may still come
};

/// What is known of a request when its head is; borrowed for the call.
struct RequestStart {
    ByteView method;
    ByteView target;
    ByteView host;
    ByteView head;
    bool may_switch = false;  // it asks to leave HTTP/1
};

/// An answer whose head and body came in one piece; borrowed for the call.
struct WholeAnswer {
    std::uint16_t status = 0;
    ByteView head;
    ByteView body;
};

/// Of the requests only the last can still be arriving; answers go to the first that has none.
class Pairs {
public:
    Pairs(const PairsOf& of, const HttpLimits& limits, Sightings& out)
        : of_{of},
          limits_{limits},
          out_{out},
          certainty_{of.from_the_start ? Pairing::exact : Pairing::uncertain},
          is_unbroken_{of.from_the_start} {}

    /// False at the bound on requests that wait; the connection must be given up then.
    bool begin_request(const RequestStart& start, Timestamp at, bool answers_are_in_step);
    void complete_request(Body body, Fields trailers, Timestamp at);
    /// The same as both for a request that is nothing but its head: one sighting tells it all.
    bool take_whole_request(const RequestStart& start, Timestamp at, bool answers_are_in_step);
    /// The request cannot be known in whole; its bytes still come and will end. Said when it is
    /// known what answered it.
    void spoil_request(Reason reason);
    /// The request is cut: nothing more of it comes. Said likewise.
    void break_request(Reason reason);

    /// Of the request that the next answer is for: its method as deciding_method() gives it.
    std::optional<ByteView> awaited_method() const;
    /// Nothing was ever missed that could have been a message.
    bool is_unbroken() const { return is_unbroken_; }
    bool has_seen_request() const { return ordinal_ > 0; }
    /// The last request is complete, waits, and may turn the connection into something else.
    bool waits_for_switch() const;
    /// The last request still arrives although its final answer is there.
    bool is_answered_early() const;

    /// What it holds of requests beyond the first that waits.
    std::size_t waiting_bytes() const {
        const auto heads = arriving_head_ ? arriving_head_->size() : 0;
        return heads + (pending_.size() > 1 ? (pending_.size() - 1) * sizeof(Pending) : 0);
    }

    /// `answer` has all but what the request it is for says: its id, pairing and timing.
    void complete_answer(WireAnswer&& answer, Timestamp first_byte, Timestamp last_byte);
    /// The same for one that need not be moved to where it is told.
    void take_whole_answer(const WholeAnswer& answer, Timestamp first_byte, Timestamp last_byte);
    void fail_answer(Failure failure, std::optional<Timestamp> first_byte);
    void lose_answer(Reason reason, std::uint16_t status);

    /// Later requests cannot be paired for sure; those that wait already still can.
    void doubt_later();
    /// Nothing that waits, and nothing later, can be paired for sure.
    void doubt_all();
    /// The server has closed: what waits, and what still comes, gets no answer.
    void end_answers(const Failure& failure);
    /// No more answers can be read: all that waits, and what still comes, is lost.
    void lose_answers(Reason reason);
    /// Nothing more is known about anything: each request without an outcome is lost.
    /// `first_status`: of the answer under way.
    void lose_all(Reason reason, std::uint16_t first_status = 0);

private:
    struct Pending {
        ExchangeId id;
        ByteView method;  // as far as it decides, so that it needs no copy
        Pairing pairing = Pairing::exact;
        bool may_switch = false;
        bool is_arriving = true;
        bool is_answered = false;         // what comes next on the wire is not for it
        bool is_settled = false;          // AnswerSeen or Lost was said
        Reason spoilt_by = Reason::none;  // whatever answers it, it is lost by this
        Timestamp seen_at;
        Timestamp request_at;
        std::unique_ptr<WireSighting> outcome;  // said when the request has arrived
    };

    Pending& enter(const RequestStart& start, Timestamp at, bool answers_are_in_step);
    void settle_unanswerable(Pending& last);
    void raise_certainty(Timestamp at, bool answers_are_in_step);
    void forget_given_up(Timestamp at);
    void note_pipelining(Timestamp first_byte);
    const Pending* awaited() const;
    Pending* awaited();
    template <class Outcome>  // an alternative of WireSighting, which it becomes where it stays
    void settle(Pending& pending, Outcome&& outcome);
    template <class Outcome>
    void answer(Pending& pending, Outcome&& outcome);
    void forget_done();
    void say_lost(Pending& pending, Reason reason, std::uint16_t status);
    Lost lost(const Pending& pending, Reason reason, std::uint16_t status = 0) const;
    Timing timing(const Pending& pending, std::optional<Timestamp> first_byte,
                  std::optional<Timestamp> last_byte) const;
    AnswerSeen failed(const Pending& pending, const Failure& failure,
                      std::optional<Timestamp> first_byte) const;

    PairsOf of_;
    const HttpLimits& limits_;
    Sightings& out_;
    Pairing certainty_;
    bool is_unbroken_;
    std::uint64_t ordinal_ = 0;
    Fifo<Pending> pending_;
    std::optional<Bytes> arriving_head_;    // of the last request, while it can still be whole
    std::optional<Timestamp> quiet_since_;  // nothing waits since then
    bool has_pipelined_ = false;            // this client does not wait for answers
    bool answers_may_be_missed_ = false;    // since the last request began
    std::optional<Failure> server_gone_;
    Reason answers_lost_ = Reason::none;
};

}  // namespace shadowdiff::http
