// SPDX-License-Identifier: Apache-2.0
#include "cli/in_common.hpp"

#include "base/counted.hpp"
#include "pipeline/kept_run/inspect.hpp"
#include "reports/request_features.hpp"
#include "reports/routes_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace shadowdiff::cli {
namespace {

constexpr std::size_t findings_max = 10;  // each may read the exchanges of another route
constexpr std::size_t kept_max = 5'000;   // of a route's mismatches, and of its other exchanges

using Kept = std::vector<reports::KeptRequest>;

/// Those of a route; nothing when the time was over before all were read.
std::optional<Kept> kept_of(const std::string& run_file, const std::string& route,
                            const Deadline& deadline) {
    Kept kept;
    bool is_over = deadline && std::chrono::steady_clock::now() >= *deadline;
    store::ExchangeFilter of_the_route;
    of_the_route.route = route;
    of_the_route.is_whole = true;
    std::size_t room_for_mismatches = kept_max;
    std::size_t room_for_others = kept_max;
    const auto take = [&](const store::ExchangeRow& exchange) {
        is_over = deadline && std::chrono::steady_clock::now() >= *deadline;
        auto& room = exchange.verdict == "mismatch" ? room_for_mismatches : room_for_others;
        if (room > 0 && reports::is_judged(exchange.verdict)) {
            --room;
            kept.push_back(reports::kept_request(exchange));
        }
        return !is_over;
    };
    const bool are_read =
        !is_over && pipeline::each_exchange(run_file, of_the_route, take).has_value();
    if (is_over) return std::nullopt;
    return are_read ? std::move(kept) : Kept{};
}

}  // namespace

std::string in_common(const std::string& run_file, const std::string& fingerprint,
                      const std::string& route) {
    return reports::in_common_sentence(fingerprint, kept_of(run_file, route, {}).value_or(Kept{}));
}

void add_in_common(reports::Report& report, const std::string& run_file, const Deadline& deadline) {
    std::map<std::string, Kept> kept;  // by route: many findings share one
    const auto looked_at = std::min(report.findings.size(), findings_max);
    for (std::size_t i = 0; i < looked_at; ++i) {
        const auto& finding = report.findings[i].finding;
        auto known = kept.find(finding.route);
        if (known == kept.end()) {
            auto read = kept_of(run_file, finding.route, deadline);
            if (!read) {
                report.in_common.push_back(fmt::format(
                    "What the requests of {} have in common was not looked at, for lack of time: "
                    "shadowdiff report does.",
                    counted(looked_at - i, "further finding", "further findings")));
                return;
            }
            known = kept.emplace(finding.route, *std::move(read)).first;
        }
        const auto sentence = reports::in_common_sentence(finding.fingerprint, known->second);
        if (sentence.empty()) continue;
        report.in_common.push_back(
            fmt::format("{} {} on {}: {}", finding.pattern, finding.kind, finding.route, sentence));
    }
}

}  // namespace shadowdiff::cli
