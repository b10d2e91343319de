// SPDX-License-Identifier: Apache-2.0
// What one flush brings to a run file.
#pragma once

#include "base/coverage.hpp"
#include "store/rows.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace shadowdiff::store {

/// What has happened since the last flush, and the running totals.
struct Batch {
    std::uint64_t seen = 0;                       // total so far
    Coverage coverage;                            // total so far
    std::vector<TallyRow> tally;                  // to be added
    std::vector<LegStatusRow> leg_statuses = {};  // to be added
    std::vector<DimensionRow> dimensions = {};    // to be added
    std::vector<ExchangeRow> exchanges;           // to be added
    std::vector<LeftOutRow> left_out = {};        // to be added
    std::uint64_t unwritten = 0;                 // left out as well, and without a row; to be added
    std::vector<NoiseRow> noise;                 // totals so far, replacing
    LatencyRows latency = {};                    // likewise
    std::vector<OddOneOutRow> odd_one_out = {};  // likewise
    std::vector<RouteRow> routes = {};           // likewise
    std::vector<RuleRow> rules = {};             // likewise
    std::vector<BoundRow> bounds = {};           // likewise
    std::vector<LegFailureRow> leg_failures = {};   // likewise
    std::map<std::string, std::string> facts = {};  // of the run, as far as known by now
};

}  // namespace shadowdiff::store
