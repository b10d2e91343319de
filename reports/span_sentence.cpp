// SPDX-License-Identifier: Apache-2.0
#include "reports/span_sentence.hpp"

#include "reports/coverage_words.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <ranges>
#include <string_view>
#include <utility>
#include <vector>

namespace shadowdiff::reports {
namespace {

std::string fact(const Report& report, const std::string& name, std::string_view otherwise) {
    const auto found = report.run.facts.find(name);
    return found == report.run.facts.end() ? std::string{otherwise} : found->second;
}

// Of merged runs that differ, all of what they say.
std::string fact_of_all(const Report& report, const std::string& name) {
    const auto several = fact(report, "merged_" + name, "");
    if (several.empty()) return fact(report, name, "unknown");
    constexpr std::size_t shown_max = 3;
    std::vector<std::string> values;
    for (const auto value : std::views::split(several, std::string_view{"; "})) {
        values.emplace_back(std::string_view{value});
    }
    return fmt::format("several ({})", some_of(std::move(values), shown_max));
}

// Of live traffic the minutes are this machine's, as the run's times are: by more than a step
// no request comes before its run.
bool is_clock_set_back(const Report& report) {
    const auto& run = report.run;
    if (!report.crashed && run.ended_at_us < run.started_at_us) return true;
    const bool is_live = run.source.starts_with("interface ") || run.source.starts_with("proxy ") ||
                         run.source.starts_with("receiver ");
    const auto& timeline = report.timeline;
    constexpr std::int64_t minute_us = 60'000'000;
    return is_live && !timeline.steps.empty() &&
           timeline.steps.front().start_us + timeline.step_us + minute_us <= run.started_at_us;
}

}  // namespace

std::string span_sentence(const Report& report) {
    const auto& run = report.run;
    return fmt::format(
        "{} to {}{}; candidate version {}, legacy version {}, rules {}, shadowdiff {}; capture: {}",
        utc_time(run.started_at_us),
        report.crashed ? std::string{"no end recorded"} : utc_time(run.ended_at_us),
        is_clock_set_back(report) ? " (the clock was set back)" : "",
        fact_of_all(report, "candidate_version"), fact_of_all(report, "legacy_version"),
        fact_of_all(report, "rules_digest"), run.version, coverage_sentence(report.coverage));
}

}  // namespace shadowdiff::reports
