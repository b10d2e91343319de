// SPDX-License-Identifier: Apache-2.0
#include "reports/latency_words.hpp"

#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace shadowdiff::reports {
namespace {

std::string quantile_words(const Sketch& sketch, double q) {
    return latency_words(static_cast<std::int64_t>(sketch.quantile(q).value_or(0)));
}

std::string leg_words(const Sketch& sketch) {
    return fmt::format("{} / {} / {}", quantile_words(sketch, 0.5), quantile_words(sketch, 0.95),
                       quantile_words(sketch, 0.99));
}

// How much slower the candidate is at least.
double certain_ratio(const LatencyLine& line) {
    double most = 0;
    for (const auto& one : line.quantiles) {
        if (one.speed == judge::Speed::slower) most = std::max(most, one.ratio_lower);
    }
    return most;
}

std::string routes_words(std::vector<const LatencyLine*> lines) {
    std::ranges::sort(lines, {}, [](const LatencyLine* line) {
        return std::tuple{-certain_ratio(*line), std::string_view{line->route}};
    });
    std::vector<std::string> names;
    for (const LatencyLine* line : lines) names.push_back(line->route);
    return fmt::format(" ({})", some_of(std::move(names), routes_named_max));
}

// Routes that somebody has to look at are named, the slowest first.
std::string judged_words(const Report& report) {
    const auto lines_of = [&](judge::Speed speed) {
        std::vector<const LatencyLine*> lines;
        for (const LatencyLine& line : report.latency) {
            if (!line.is_indicative && worst_of(line) == speed) lines.push_back(&line);
        }
        return lines;
    };
    const auto told = [&](std::string_view words, judge::Speed speed, bool are_named) {
        auto lines = lines_of(speed);
        const auto count = counted(lines.size(), "route", "routes");
        const bool is_named = are_named && !lines.empty();
        return fmt::format("{} {}{}", words, count, is_named ? routes_words(std::move(lines)) : "");
    };
    using judge::Speed;
    return fmt::format("{}, {}, {}, {}", told("slower on", Speed::slower, true),
                       told("not slower on", Speed::not_slower, false),
                       told("unsure on", Speed::unsure, true),
                       told("too few pairs on", Speed::too_few, false));
}

std::string why_indicative(const Report& report) {
    if (is_late(report.run)) return "indicative: the replay lagged behind its pace";
    if (report.run.legacy == "observed") {
        return "indicative: legacy was observed, not sent the same";
    }
    if (is_unpaced(report.run)) {
        return "indicative: without a pace the two were not sent at the same time";
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
