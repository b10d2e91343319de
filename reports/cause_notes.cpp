// SPDX-License-Identifier: Apache-2.0
#include "reports/cause_notes.hpp"

#include "reports/wording.hpp"

#include <fmt/format.h>

#include <set>

namespace shadowdiff::reports {
namespace {

constexpr std::size_t notes_max = 10;

}  // namespace

std::vector<std::string> cause_notes(const Report& report) {
    std::vector<std::string> notes;
    std::size_t left_out = 0;
    for (const auto& cause : report.causes) {
        std::set<std::string> routes;
        for (const auto place : cause.findings) {
            routes.insert(report.findings.at(place).finding.route);
        }
        if (routes.size() < 2) continue;
        if (notes.size() == notes_max) {
            ++left_out;
            continue;
        }
        notes.push_back(fmt::format("{} {} on {} in {}: {}", cause.pattern, cause.kind,
                                    counted(routes.size(), "route", "routes"),
                                    counted(cause.exchanges, "exchange", "exchanges"),
                                    some_of({routes.begin(), routes.end()}, routes_named_max)));
    }
    if (left_out > 0) notes.push_back(fmt::format("{} more of several routes", grouped(left_out)));
    return notes;
}

}  // namespace shadowdiff::reports
