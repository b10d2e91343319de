// SPDX-License-Identifier: Apache-2.0
#include "reports/cause_notes.hpp"

#include "reports/wording.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace shadowdiff::reports {
namespace {

constexpr std::size_t notes_max = 10;
constexpr std::size_t routes_named_max = 3;

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
        std::vector<std::string> named{routes.begin(), routes.end()};
        named.resize(std::min(named.size(), routes_named_max));
        const auto more = routes.size() - named.size();
        notes.push_back(fmt::format(
            "{} {} on {} routes in {}: {}{}", cause.pattern, cause.kind, grouped(routes.size()),
            counted(cause.exchanges, "exchange", "exchanges"), fmt::join(named, ", "),
            more > 0 ? fmt::format(" and {} more", grouped(more)) : ""));
    }
    if (left_out > 0) notes.push_back(fmt::format("{} more of several routes", grouped(left_out)));
    return notes;
}

}  // namespace shadowdiff::reports
