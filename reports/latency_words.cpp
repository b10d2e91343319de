// SPDX-License-Identifier: Apache-2.0
#include "reports/latency_words.hpp"

#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace shadowdiff::reports {
namespace {

std::string quantile_words(const Sketch& sketch, double q) {
    return latency_words(static_cast<std::int64_t>(sketch.quantile(q).value_or(0)));
}

std::string leg_words(const Sketch& sketch) {
    return fmt::format("{} / {} / {}", quantile_words(sketch, 0.5), quantile_words(sketch, 0.95),
                       quantile_words(sketch, 0.99));
}

// What holds for a route is the worst that holds for one of its quantiles.
judge::Speed worst_of(const LatencyLine& line) {
    using judge::Speed;
    for (const auto speed : {Speed::slower, Speed::unsure, Speed::too_few}) {
        if (std::ranges::count(line.quantiles, speed, &judge::QuantileComparison::speed) > 0) {
            return speed;
        }
    }
    return Speed::not_slower;
}

std::string judged_words(const Report& report) {
    const auto count = [&](judge::Speed speed) {
        return grouped(static_cast<std::uint64_t>(
            std::ranges::count_if(report.latency, [&](const LatencyLine& line) {
                return !line.is_indicative && worst_of(line) == speed;
            })));
    };
    return fmt::format("slower on {} routes, not slower on {}, unsure on {}, too few pairs on {}",
                       count(judge::Speed::slower), count(judge::Speed::not_slower),
                       count(judge::Speed::unsure), count(judge::Speed::too_few));
}

std::string why_indicative(const Report& report) {
    if (is_late(report.run)) return "indicative: the replay lagged behind its pace";
    if (report.run.legacy == "observed") {
        return "indicative: legacy was observed, not sent the same";
    }
    return "indicative: not both were sent the same";
}

}  // namespace

std::string latency_sentence(const Report& report) {
    Sketch legacy;
    Sketch candidate;
    bool is_any_judged = false;
    for (const auto& line : report.latency) {
        legacy.merge(line.legacy);
        candidate.merge(line.candidate);
        is_any_judged |= !line.is_indicative;
    }
    if (report.latency.empty()) return "no times";
    return fmt::format("p50 / p95 / p99: legacy {}, candidate {}; {}", leg_words(legacy),
                       leg_words(candidate),
                       is_any_judged ? judged_words(report) : why_indicative(report));
}

}  // namespace shadowdiff::reports
