// SPDX-License-Identifier: Apache-2.0
#include "reports/latency_model.hpp"

#include "base/hash.hpp"

#include <algorithm>

namespace shadowdiff::reports {
namespace {

const Sketch* leg_of(const store::LatencyRows& rows, std::string_view route, std::string_view leg,
                     std::string_view origin) {
    const auto found = std::ranges::find_if(rows.legs, [&](const auto& row) {
        return row.route == route && row.leg == leg && (origin.empty() || row.origin == origin);
    });
    return found == rows.legs.end() ? nullptr : &found->sketch;
}

}  // namespace

std::vector<LatencyLine> make_latency(const store::LatencyRows& rows) {
    std::vector<LatencyLine> lines;
    for (const auto& timing : rows.timings) {
        LatencyLine line;
        line.route = timing.route;
        line.origin = timing.origin;
        if (const auto* legacy = leg_of(rows, timing.route, "legacy", timing.origin)) {
            line.legacy = *legacy;
        }
        if (const auto* candidate = leg_of(rows, timing.route, "candidate", "")) {
            line.candidate = *candidate;
        }
        line.is_indicative = timing.origin != "sent";
        if (!line.is_indicative) {
            const auto seed = hash128(timing.route).low;
            line.quantiles = judge::compare_latency(timing.pairs.sorted(), {.seed = seed});
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace shadowdiff::reports
