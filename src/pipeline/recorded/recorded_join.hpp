// SPDX-License-Identifier: Apache-2.0
// Finds, for each request of one recording, the answer that another recording has to it. Pure: both
// are given in step, and what is further apart than the window has no pair.
//
// A pair has the same X-Request-Id, method and target. Requests without that field are paired by
// method, target and body, the first of one recording with the first of the other.
#pragma once

#include "http/fifo.hpp"
#include "pipeline/recorded/join_window.hpp"
#include "pipeline/recorded/recorded_answer.hpp"
#include "pipeline/recorded/recorded_exchange.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace shadowdiff::pipeline {

struct RecordedJoinLimits {
    std::size_t waiting_max = 65'536;           // on either side: seconds of a busy service
    std::size_t waiting_bytes_max = 128 << 20;  // that these hold
};

struct RecordedJoinCounts {
    std::uint64_t by_request_id = 0;
    std::uint64_t by_content = 0;  // by method, target and body
    std::uint64_t unclaimed = 0;   // answers to no request
};

class RecordedJoin {
public:
    explicit RecordedJoin(http::Leg leg, RecordedJoinLimits limits = {})
        : leg_{leg}, limits_{limits} {}

    /// The next of both. Mostly they are a pair, and neither waits.
    void add(RecordedExchange&& request, RecordedAnswer&& answered);
    void add_request(RecordedExchange&& request);
    void add_answer(RecordedAnswer&& answered);
    /// The leg's recording is at its end: no request waits any more.
    void end_answers();
    /// The requests are at their end: answers that wait are to none of them.
    void end_requests();

    /// With the leg's answer; or without it, and then a candidate's exchange is lost
    /// (answer_not_seen, or what was wrong with the candidate's answer).
    std::optional<RecordedExchange> next();

    const RecordedJoinCounts& counts() const { return counts_; }

private:
    template <class Recorded>
    bool is_over(const JoinWindow<Recorded>& window) const {
        return window.size() > limits_.waiting_max || window.bytes() > limits_.waiting_bytes_max;
    }
    void count(const JoinKey& key);
    void pair(RecordedExchange&& request, RecordedAnswer&& answered);
    void leave_alone(RecordedExchange&& request, Reason reason);

    http::Leg leg_;
    RecordedJoinLimits limits_;
    RecordedJoinCounts counts_;
    JoinWindow<RecordedExchange> requests_;
    JoinWindow<RecordedAnswer> answers_;
    http::Fifo<RecordedExchange> left_;
    bool has_ended_ = false;  // there will be no further answers
};

}  // namespace shadowdiff::pipeline
