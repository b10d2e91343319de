// SPDX-License-Identifier: Apache-2.0
#include "reports/decision_state.hpp"

#include <fmt/format.h>

namespace shadowdiff::reports {

DecisionState decision_state(const FindingEntry& entry) {
    if (entry.excused_by == "accepted") return DecisionState::holds;
    if (entry.decision->as == judge::DecidedAs::to_fix) return DecisionState::to_fix;
    const auto severity = diff::severity_from_name(entry.finding.severity);
    return severity && is_graver(*entry.decision, *severity) ? DecisionState::graver
                                                             : DecisionState::expired;
}

std::string_view name(DecisionState state) {
    switch (state) {
        case DecisionState::holds: return "holds";
        case DecisionState::to_fix: return "to_fix";
        case DecisionState::expired: return "expired";
        case DecisionState::graver: return "graver";
        case DecisionState::not_found: return "not_found";
    }
    return "";
}

std::string_view words(DecisionState state) {
    switch (state) {
        case DecisionState::holds: return "does not count";
        case DecisionState::to_fix: return "counts until fixed";
        case DecisionState::expired: return "expired: counts again";
        case DecisionState::graver: return "has become graver: counts again";
        case DecisionState::not_found: return "not found in this run";
    }
    return "";
}

std::vector<StatedDecision> stated_decisions(const Report& report) {
    std::vector<StatedDecision> all;
    for (const FindingEntry& entry : report.findings) {
        if (!entry.decision) continue;
        all.push_back({*entry.decision, decision_state(entry), entry.finding.route,
                       entry.finding.pattern, entry.finding.kind});
    }
    for (const judge::FindingDecision& decision : report.decisions) {
        all.push_back(
            {decision, DecisionState::not_found, decision.route, decision.path, decision.kind});
    }
    return all;
}

std::string decision_words(const judge::FindingDecision& decision) {
    auto text = fmt::format("{} by {}", name(decision.as), decision.owner);
    if (!decision.decided.empty()) text += ", decided " + decision.decided;
    return text + (decision.expires.empty() ? ", never expires" : ", until " + decision.expires);
}

std::string decision_sentence(const StatedDecision& stated) {
    const auto& decision = stated.decision;
    auto text = decision.fingerprint;
    if (!stated.path.empty()) text += fmt::format(" {} {}", stated.path, stated.kind);
    if (!stated.route.empty()) text += " on " + stated.route;
    return fmt::format("{}: {} ({}): {}", text, decision_words(decision), words(stated.state),
                       decision.reason);
}

std::vector<std::string> decision_sentences(const Report& report) {
    std::vector<std::string> all;
    for (const StatedDecision& stated : stated_decisions(report)) {
        all.push_back(decision_sentence(stated));
    }
    return all;
}

}  // namespace shadowdiff::reports
