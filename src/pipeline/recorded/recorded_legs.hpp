// SPDX-License-Identifier: Apache-2.0
// The legs whose answers are read from recordings: each is read in step with the requests, and
// their answers are put to the requests they belong to.
#pragma once

#include "http/fifo.hpp"
#include "pipeline/recorded/recorded_join.hpp"
#include "pipeline/recorded/recorded_traffic.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace shadowdiff::pipeline {

using RecordedLegOptions = std::map<http::Leg, RecordedTrafficOptions>;

/// Used by one thread. Without legs it hands on what it is given.
class RecordedLegs {
public:
    using IsOver = std::function<bool()>;

    /// Throws StartupError as RecordedTraffic does.
    explicit RecordedLegs(const RecordedLegOptions& legs);

    void add(RecordedExchange&& request, const IsOver& is_over);
    /// There are no further requests: the recordings are read to their ends.
    void end(const IsOver& is_over);

    /// The next request for which each recording has said what it has.
    std::optional<RecordedExchange> next();

    RecordedJoinCounts counts() const;
    std::uint64_t records_skipped() const;
    std::uint64_t files_broken() const;
    Coverage coverage() const;
    std::optional<Error> error() const;

private:
    struct Recording {
        RecordedTraffic traffic;
        RecordedJoin join;
        bool has_ended = false;
    };

    static void read_one(Recording& recording, const IsOver& is_over);
    /// Null where the recording has ended.
    static RecordedAnswer* next_answer(Recording& recording, const IsOver& is_over);
    /// What has left each join goes into the next one.
    void pass_on();

    std::vector<std::unique_ptr<Recording>> recordings_;
    http::Fifo<RecordedExchange> left_;  // where there is no recording
};

}  // namespace shadowdiff::pipeline
