// SPDX-License-Identifier: Apache-2.0
#include "cli/in_common.hpp"

#include "base/counted.hpp"
#include "judge/contrast.hpp"
#include "pipeline/kept_run/inspect.hpp"
#include "reports/request_features.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace shadowdiff::cli {
namespace {

constexpr std::size_t findings_max = 10;  // each reads its exchanges, and those of its route

/// Nothing when the time was over before all was read.
std::optional<std::string> in_common(const std::string& run_file, const std::string& fingerprint,
                                     const std::string& route, const Deadline& deadline) {
    std::vector<judge::Features> showing;
    std::vector<judge::Features> others;
    bool is_over = false;
    const auto into = [&](std::vector<judge::Features>& features) {
        return [&](const store::ExchangeRow& exchange) {
            is_over = deadline && std::chrono::steady_clock::now() >= *deadline;
            if (exchange.is_whole) features.push_back(reports::features_of(exchange));
            return !is_over;
        };
    };
    store::ExchangeFilter finding;
    finding.finding = fingerprint;
    store::ExchangeFilter matches;
    matches.verdict = "match";
    matches.route = route;
    const bool are_read = pipeline::each_exchange(run_file, finding, into(showing)).has_value() &&
                          !is_over &&
                          pipeline::each_exchange(run_file, matches, into(others)).has_value();
    if (is_over) return std::nullopt;
    const auto found = are_read ? judge::contrast(showing, others) : std::nullopt;
    return found ? reports::contrast_sentence(*found) : "";
}

}  // namespace

std::string in_common(const std::string& run_file, const std::string& fingerprint,
                      const std::string& route) {
    return in_common(run_file, fingerprint, route, std::nullopt).value_or("");
}

void add_in_common(reports::Report& report, const std::string& run_file, const Deadline& deadline) {
    const auto looked_at = std::min(report.findings.size(), findings_max);
    for (std::size_t i = 0; i < looked_at; ++i) {
        const auto& finding = report.findings[i].finding;
        const auto sentence = in_common(run_file, finding.fingerprint, finding.route, deadline);
        if (!sentence) {
            report.in_common.push_back(fmt::format(
                "What the requests of {} have in common was not looked at, for lack of time: "
                "shadowdiff report does.",
                counted(looked_at - i, "further finding", "further findings")));
            return;
        }
        if (sentence->empty()) continue;
        report.in_common.push_back(fmt::format("{} {} on {}: {}", finding.pattern, finding.kind,
                                               finding.route, *sentence));
    }
}

}  // namespace shadowdiff::cli
