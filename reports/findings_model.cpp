// SPDX-License-Identifier: Apache-2.0
#include "reports/findings_model.hpp"

#include "diff/difference.hpp"
#include "reports/routes_model.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <ranges>
#include <set>
#include <unordered_map>
#include <utility>

namespace shadowdiff::reports {
namespace {

using Fingerprints = std::set<std::string_view>;

Fingerprints fingerprints_of(const std::vector<store::FindingRow>& findings) {
    Fingerprints all;
    for (const auto& finding : findings) all.insert(finding.fingerprint);
    return all;
}

struct Before {
    Fingerprints findings;
    const std::map<std::string, std::uint64_t>* judged = nullptr;
};

// Of the runs before that judged its route, for others could not show it: in the latest of them it
// persists, in an older one only it has come back. Where none did it is not known.
std::string since(const store::FindingRow& finding, const std::vector<Before>& baselines) {
    bool is_judged_before = false;
    for (const Before& before : std::views::reverse(baselines)) {
        if (before.findings.contains(finding.fingerprint)) {
            return is_judged_before ? "returned" : "persisting";
        }
        is_judged_before |= before.judged->contains(finding.route);
    }
    return is_judged_before ? "new" : "";
}

std::uint64_t judged_of(const std::map<std::string, std::uint64_t>& counts,
                        const std::string& route) {
    const auto found = counts.find(route);
    return found == counts.end() ? 0 : found->second;
}

// Had nothing changed, as many exchanges as were judged now would have shown it in all but one of
// twenty runs, if it came as seldom as what was counted before still lets one think.
bool would_have_shown(const GoneFinding& gone) {
    constexpr double confidence = 0.95;
    if (gone.judged_before == 0) return false;
    const auto shown = std::min(gone.before.exchanges, gone.judged_before);
    const auto rate = judge::bounds(shown, gone.judged_before, confidence, {}).lower;
    return 1 - std::pow(1 - rate, static_cast<double>(gone.judged)) >= confidence;
}

std::optional<judge::FindingDecision> last_decision(
    const std::string& fingerprint, const std::vector<judge::FindingDecision>& decisions) {
    for (const auto& decision : std::views::reverse(decisions)) {
        if (decision.fingerprint == fingerprint) return decision;
    }
    return std::nullopt;
}

std::string hint_of(const store::ExchangeRow& example, std::string_view fingerprint) {
    const auto found =
        std::ranges::find(example.differences, fingerprint, &store::DifferenceRow::fingerprint);
    return found == example.differences.end() ? "" : found->hint;
}

std::vector<Cause> causes_of(const std::vector<FindingEntry>& findings) {
    std::vector<Cause> causes;
    std::map<std::pair<std::string_view, std::string_view>, std::size_t> places;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        const auto& finding = findings[i].finding;
        const auto [place, is_new] =
            places.try_emplace({finding.pattern, finding.kind}, causes.size());
        if (is_new) causes.push_back({finding.pattern, finding.kind, finding.severity, 0, {}});
        auto& cause = causes[place->second];
        cause.exchanges += finding.exchanges;
        cause.findings.push_back(i);
        if (diff::severity_from_name(finding.severity) > diff::severity_from_name(cause.severity)) {
            cause.severity = finding.severity;
        }
    }
    return causes;
}

}  // namespace

void add_findings(Report& report, const store::RunRows& rows, const Evidence& evidence) {
    std::unordered_map<std::string_view, const store::ExchangeRow*> examples;
    for (const auto& example : rows.examples) examples[example.id] = &example;
    std::vector<Before> baselines;
    for (const auto& baseline : evidence.baselines) {
        baselines.push_back({fingerprints_of(baseline.findings), &baseline.judged});
    }
    const Trends trends{rows};
    for (const auto& finding : rows.findings) {
        const auto found = examples.find(finding.example_id);
        FindingEntry entry{finding,
                           found == examples.end() ? store::ExchangeRow{} : *found->second};
        entry.since = since(finding, baselines);
        entry.hint = hint_of(entry.example, finding.fingerprint);
        entry.decision = last_decision(finding.fingerprint, evidence.decisions);
        entry.excused_by = excused_by(finding, rows, evidence.decisions);
        entry.trend = trends.of(finding);
        report.findings.push_back(std::move(entry));
    }
    report.causes = causes_of(report.findings);
    report.has_baseline = !evidence.baselines.empty();
    report.is_baseline_later = evidence.baseline_began_us > rows.run.started_at_us;
    const auto now = fingerprints_of(rows.findings);
    if (report.has_baseline) {
        const auto judged = judged_by_route(rows);
        const auto& latest = evidence.baselines.back();
        for (const auto& before : latest.findings) {
            if (now.contains(before.fingerprint)) continue;
            const GoneFinding gone{before, judged_of(latest.judged, before.route),
                                   judged_of(judged, before.route)};
            if (gone.judged == 0) {
                ++report.not_judged_again;
            } else {
                (would_have_shown(gone) ? report.fixed : report.not_seen).push_back(gone);
            }
        }
    }
    for (const auto& decision : evidence.decisions) {
        if (now.contains(decision.fingerprint)) continue;
        std::erase_if(report.decisions, [&](const auto& earlier) {
            return earlier.fingerprint == decision.fingerprint;
        });
        report.decisions.push_back(decision);
    }
}

}  // namespace shadowdiff::reports
