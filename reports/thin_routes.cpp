// SPDX-License-Identifier: Apache-2.0
#include "reports/thin_routes.hpp"

#include "base/limits.hpp"
#include "reports/routes_model.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <utility>

namespace shadowdiff::reports {

std::vector<std::string> thin_route_sentences(const Report& report) {
    const auto listed = [](std::vector<std::string> names) {
        return some_of(std::move(names), ReportLimits{}.names_max);
    };
    std::vector<std::string> out;
    std::vector<std::string> thin;
    std::vector<std::string> uncovered;
    for (const RouteLine& line : report.routes) {
        const auto judged = grouped(line.judged);
        if (line.more_needed > 0) {
            thin.push_back(fmt::format("{} ({} judged, {} more without a mismatch needed)",
                                       line.route, judged, grouped(line.more_needed)));
        } else if (is_uncovered(line, report.gate_options)) {
            uncovered.push_back(
                fmt::format("{} ({} of {})", line.route, judged, grouped(line.due)));
        }
    }
    const auto& limits = report.gate_options;
    if (!thin.empty()) {
        out.push_back(fmt::format("{} too few requests for the limit of {}: {}.",
                                  counted(thin.size(), "route has", "routes have"),
                                  percent(limits.mismatch_rate_max), listed(thin)));
    }
    if (!uncovered.empty()) {
        out.push_back(fmt::format("Of {} less than {} of what was to be compared was: {}.",
                                  counted(uncovered.size(), "route", "routes"),
                                  percent(limits.coverage_min), listed(uncovered)));
    }
    return out;
}

}  // namespace shadowdiff::reports
