// SPDX-License-Identifier: Apache-2.0
// How long the legs took, as rows of a run file.
#pragma once

#include "base/sketch.hpp"
#include "judge/timing_pairs.hpp"

#include <string>
#include <vector>

namespace shadowdiff::store {

/// Until the last byte of the first answers of one leg, in microseconds.
struct LatencyRow {
    std::string route;
    std::string leg;
    std::string origin;
    Sketch sketch;
    bool operator==(const LatencyRow& other) const {
        return route == other.route && leg == other.leg && origin == other.origin &&
               sketch.buckets() == other.sketch.buckets();
    }
};

/// Legacy's and the candidate's time for the same requests.
struct TimingRow {
    std::string route;
    std::string origin;  // of legacy's answer
    judge::TimingPairs pairs;
    bool operator==(const TimingRow& other) const {
        return route == other.route && origin == other.origin &&
               pairs.seen() == other.pairs.seen() && pairs.sorted() == other.pairs.sorted();
    }
};

struct LatencyRows {
    std::vector<LatencyRow> legs;    // by route, leg, origin
    std::vector<TimingRow> timings;  // by route, origin
    bool operator==(const LatencyRows&) const = default;
};

}  // namespace shadowdiff::store
