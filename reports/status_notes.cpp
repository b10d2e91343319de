// SPDX-License-Identifier: Apache-2.0
#include "reports/status_notes.hpp"

#include "base/counted.hpp"
#include "base/limits.hpp"
#include "http/exchange.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace shadowdiff::reports {
namespace {

constexpr std::uint16_t client_error_min = 400;
constexpr std::uint16_t server_error_min = 500;

bool is_of(const store::LegStatusRow& row, http::Leg leg) { return row.leg == name(leg); }

void add_to(std::string& words, const store::LegStatusRow& row) {
    if (!words.empty()) words += ", ";
    words += fmt::format("{} × {}", row.status, grouped(row.n));
}

}  // namespace

std::vector<ErrorRoute> error_routes(const std::vector<store::LegStatusRow>& statuses) {
    std::vector<ErrorRoute> routes;
    for (const auto& row : statuses) {
        if (row.status < client_error_min) continue;
        if (routes.empty() || routes.back().route != row.route) {
            routes.push_back({row.route, {}, {}});
        }
        if (is_of(row, http::Leg::legacy)) add_to(routes.back().legacy, row);
        if (is_of(row, http::Leg::candidate)) add_to(routes.back().candidate, row);
    }
    for (auto& route : routes) {
        for (auto* words : {&route.legacy, &route.candidate}) {
            if (words->empty()) *words = "none";
        }
    }
    std::ranges::sort(routes, {}, [](const ErrorRoute& route) {
        return std::pair{route.legacy == route.candidate, std::string_view{route.route}};
    });
    return routes;
}

std::vector<std::string> error_notes(const std::vector<store::LegStatusRow>& statuses) {
    constexpr auto routes_max = ReportLimits{}.text_routes_max;
    std::vector<std::string> notes;
    const auto routes = error_routes(statuses);
    for (const auto& [route, legacy, candidate] : routes) {
        if (notes.size() == routes_max) {
            notes.push_back(fmt::format(
                "… and {}: see the JSON report",
                counted(routes.size() - routes_max, "further route", "further routes")));
            break;
        }
        notes.push_back(fmt::format("{}: legacy {}; candidate {}", route, legacy, candidate));
    }
    return notes;
}

std::string error_totals(const std::vector<store::LegStatusRow>& statuses) {
    if (statuses.empty()) return "";
    const auto total = [&](http::Leg leg, std::uint16_t min) {
        std::uint64_t n = 0;
        for (const auto& row : statuses) {
            if (is_of(row, leg) && row.status >= min && row.status < min + 100) n += row.n;
        }
        return grouped(n);
    };
    using enum http::Leg;
    return fmt::format("4xx: legacy {}, candidate {}; 5xx: legacy {}, candidate {}",
                       total(legacy, client_error_min), total(candidate, client_error_min),
                       total(legacy, server_error_min), total(candidate, server_error_min));
}

}  // namespace shadowdiff::reports
