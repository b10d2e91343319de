// SPDX-License-Identifier: Apache-2.0
#include "reports/never_asked.hpp"

#include "base/limits.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace shadowdiff::reports {
namespace {

std::string without_names(std::string_view route) {
    std::string bare;
    while (!route.empty()) {
        const auto open = route.find('{');
        const auto close = open == std::string_view::npos ? open : route.find('}', open);
        if (close == std::string_view::npos) break;
        bare.append(route.substr(0, open + 1));
        route.remove_prefix(close);
    }
    return bare.append(route);
}

}  // namespace

std::string never_asked(const Report& report, const ApiPlaces& places) {
    std::set<std::string> asked;
    for (const RouteLine& line : report.routes) asked.insert(without_names(line.route));
    std::vector<std::string> never;
    for (const auto& [route, line] : places.lines) {
        if (!asked.contains(without_names(route))) never.push_back(route);
    }
    if (never.empty()) return "";
    const auto n = never.size();
    return fmt::format("{} that {} declares {} never asked: {}.",
                       counted_of(n, places.lines.size(), "route", "routes"), places.file,
                       n == 1 ? "was" : "were",
                       some_of(std::move(never), ReportLimits{}.names_max));
}

}  // namespace shadowdiff::reports
