// SPDX-License-Identifier: Apache-2.0
#include "reports/unknown_names.hpp"

#include "base/escape.hpp"
#include "base/nearest.hpp"
#include "base/reason.hpp"
#include "judge/verdict.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace shadowdiff::reports {
namespace {

constexpr std::size_t nearest_max = 3;
constexpr std::size_t asked_bytes_max = 200;

std::string none_is(std::string_view what, std::string_view asked,
                    const std::vector<std::string>& known) {
    auto names = nearest_names(asked, known, nearest_max);
    for (auto& name : names) name = printable(std::string_view{name}, asked_bytes_max);
    return fmt::format("no {} is {}{}", what, printable(asked, asked_bytes_max),
                       names.empty() ? ": there is none"
                                     : fmt::format(" (nearest: {})", some_of(names, nearest_max)));
}

std::vector<std::string> verdict_names() {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < judge::verdict_count; ++i) {
        names.emplace_back(name(static_cast<judge::Verdict>(i)));
    }
    return names;
}

std::vector<std::string> reasons_of(const store::RunRows& rows) {
    std::set<std::string> names;
    for (const auto& row : rows.tally) {
        if (!row.reason.empty()) names.insert(row.reason);
    }
    return {names.begin(), names.end()};
}

// A later version's verdicts and reasons are known where the run has them.
bool has(const store::RunRows& rows, std::string store::TallyRow::* field, std::string_view asked) {
    return std::ranges::find(rows.tally, asked, field) != rows.tally.end();
}

}  // namespace

std::vector<std::string> routes_of(const store::RunRows& rows) {
    std::set<std::string> routes;
    for (const auto& row : rows.tally) {
        if (!row.route.empty()) routes.insert(row.route);
    }
    return {routes.begin(), routes.end()};
}

std::string unknown_route(std::string_view route, const std::vector<std::string>& known) {
    if (std::ranges::find(known, route) != known.end()) return "";
    return none_is("route of this run", route, known);
}

std::string unknown_in(const store::ExchangeFilter& filter, const store::RunRows& rows) {
    const auto& [verdict, reason, route, finding, severity, status, _] = filter;
    if (!verdict.empty() && !judge::verdict_from_name(verdict) &&
        !has(rows, &store::TallyRow::verdict, verdict)) {
        return "--verdict: " + none_is("verdict", verdict, verdict_names());
    }
    if (!reason.empty() && !reason_from_name(reason) &&
        !has(rows, &store::TallyRow::reason, reason)) {
        return "--reason: " + none_is("reason of this run", reason, reasons_of(rows));
    }
    if (!route.empty()) {
        const auto unknown = unknown_route(route, routes_of(rows));
        if (!unknown.empty()) return "--route: " + unknown;
    }
    const auto shows = [&](const auto& row) { return row.fingerprint.starts_with(finding); };
    if (!finding.empty() && std::ranges::none_of(rows.findings, shows)) {
        return fmt::format("--finding: no finding of this run begins with {}",
                           printable(finding, asked_bytes_max));
    }
    return "";
}

}  // namespace shadowdiff::reports
