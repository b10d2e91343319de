// SPDX-License-Identifier: Apache-2.0
#include "cli/in_common.hpp"

#include "judge/contrast.hpp"
#include "pipeline/inspect.hpp"
#include "reports/request_features.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace shadowdiff::cli {
namespace {

constexpr std::size_t findings_max = 10;  // each reads its exchanges, and those of its route

}  // namespace

std::string in_common(const std::string& run_file, const std::string& fingerprint,
                      const std::string& route) {
    std::vector<judge::Features> showing;
    std::vector<judge::Features> others;
    const auto into = [](std::vector<judge::Features>& features) {
        return [&features](const store::ExchangeRow& exchange) {
            if (exchange.is_whole) features.push_back(reports::features_of(exchange));
        };
    };
    store::ExchangeFilter finding;
    finding.finding = fingerprint;
    store::ExchangeFilter matches;
    matches.verdict = "match";
    matches.route = route;
    const bool are_read = pipeline::each_exchange(run_file, finding, into(showing)).has_value() &&
                          pipeline::each_exchange(run_file, matches, into(others)).has_value();
    const auto found = are_read ? judge::contrast(showing, others) : std::nullopt;
    return found ? reports::contrast_sentence(*found) : "";
}

void add_in_common(reports::Report& report, const std::string& run_file) {
    const auto looked_at = std::min(report.findings.size(), findings_max);
    for (std::size_t i = 0; i < looked_at; ++i) {
        const auto& finding = report.findings[i].finding;
        const auto sentence = in_common(run_file, finding.fingerprint, finding.route);
        if (sentence.empty()) continue;
        report.in_common.push_back(
            fmt::format("{} {} on {}: {}", finding.pattern, finding.kind, finding.route, sentence));
    }
}

}  // namespace shadowdiff::cli
