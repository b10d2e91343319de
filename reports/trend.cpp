// SPDX-License-Identifier: Apache-2.0
#include "reports/trend.hpp"

#include "reports/routes_model.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace shadowdiff::reports {
namespace {

constexpr std::int64_t us_of_minute = 60'000'000;

std::map<std::string, std::uint64_t> judged_in(const std::vector<store::TallyRow>& tally) {
    std::map<std::string, std::uint64_t> judged;
    for (const auto& row : tally) {
        if (is_judged(row.verdict)) judged[row.route] += row.n;
    }
    return judged;
}

std::uint64_t judged_on(const std::map<std::string, std::uint64_t>& judged,
                        const std::string& route) {
    const auto found = judged.find(route);
    return found == judged.end() ? 0 : found->second;
}

bool is_longer_than_a_day(const std::vector<store::TallyRow>& minutes) {
    constexpr std::int64_t minutes_of_day = 1'440;
    if (minutes.empty()) return false;
    const auto [first, last] = std::ranges::minmax(minutes, {}, &store::TallyRow::minute);
    return last.minute - first.minute >= minutes_of_day;
}

// "12:30Z", "2026-03-02T12:30Z"
std::string split_words(const Trend& trend) {
    const auto time = utc_time(trend.since_us);
    const auto begin = trend.is_dated ? 0 : time.find('T') + 1;
    return time.substr(begin, time.rfind(':') - begin) + "Z";
}

bool is_possible(const judge::RunPart& part) { return part.exchanges <= part.judged; }

}  // namespace

Trends::Trends(const store::RunRows& rows) : rows_{rows} {
    if (!rows.middle_minute) return;
    is_dated_ = is_longer_than_a_day(rows.minutes);
    judged_ = judged_in(rows.tally);
    judged_earlier_ = judged_in(rows.earlier);
}

Trend Trends::of(const store::FindingRow& finding) const {
    if (!rows_.middle_minute || finding.kept != finding.exchanges) return {};
    const auto judged = judged_on(judged_, finding.route);
    const auto judged_earlier = judged_on(judged_earlier_, finding.route);
    Trend trend{.since_us = *rows_.middle_minute * us_of_minute,
                .is_dated = is_dated_,
                .earlier = {finding.kept_earlier, judged_earlier},
                .later = {finding.kept - finding.kept_earlier, judged - judged_earlier}};
    // A route beyond the bound of a run is tallied among others: its parts are not known.
    if (!is_possible(trend.earlier) || !is_possible(trend.later)) return {};
    trend.direction = judge::direction_of(trend.earlier, trend.later);
    return trend.direction == judge::Direction::unknown ? Trend{} : trend;
}

std::string trend_words(const Trend& trend) {
    if (trend.direction == judge::Direction::unknown) return "";
    return fmt::format("{}: {} of {} before {}, {} of {} since", judge::name(trend.direction),
                       grouped(trend.earlier.exchanges), grouped(trend.earlier.judged),
                       split_words(trend), grouped(trend.later.exchanges),
                       grouped(trend.later.judged));
}

std::string moving_words(const Trend& trend) {
    return trend.direction == judge::Direction::steady ? "" : trend_words(trend);
}

}  // namespace shadowdiff::reports
