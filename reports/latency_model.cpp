// SPDX-License-Identifier: Apache-2.0
#include "reports/latency_model.hpp"

#include "base/hash.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

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

std::int64_t lag_p99_us(const store::RunRow& run) {
    const auto lag = run.facts.find("lag_p99_us");
    std::int64_t us = 0;
    if (lag == run.facts.end()) return us;
    std::from_chars(lag->second.data(), lag->second.data() + lag->second.size(), us);
    return us;
}

bool is_late(const store::RunRow& run) {
    constexpr std::int64_t lag_us_max = 100'000;  // a person takes it for at once
    return lag_p99_us(run) > lag_us_max;
}

bool is_unpaced(const store::RunRow& run) {
    const bool is_legacy_asked = run.legacy != "observed" && run.legacy != "recorded";
    // Of merged runs, where only some had no pace, the fact has another name.
    return is_legacy_asked && (run.facts.contains("pace") || run.facts.contains("merged_pace"));
}

judge::Speed worst_of(const LatencyLine& line) {
    using judge::Speed;
    if (line.quantiles.empty()) return Speed::too_few;
    for (const auto speed : {Speed::slower, Speed::unsure, Speed::too_few}) {
        if (std::ranges::count(line.quantiles, speed, &judge::QuantileComparison::speed) > 0) {
            return speed;
        }
    }
    return Speed::not_slower;
}

std::vector<LatencyLine> make_latency(const store::RunRows& all) {
    const auto& rows = all.latency;
    const bool is_all_indicative = is_late(all.run) || is_unpaced(all.run);
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
        const bool is_candidate_sent = leg_of(rows, timing.route, "candidate", "sent") != nullptr;
        line.is_indicative = timing.origin != "sent" || !is_candidate_sent || is_all_indicative;
        if (!line.is_indicative) {
            const auto seed = hash128(timing.route).low;
            line.quantiles = judge::compare_latency(timing.pairs.sorted(), {.seed = seed});
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace shadowdiff::reports
