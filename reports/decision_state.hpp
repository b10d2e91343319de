// SPDX-License-Identifier: Apache-2.0
// What the last decision about a finding does in this run.
#pragma once

#include "reports/model.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {

enum class DecisionState : std::uint8_t {
    holds,      // the finding does not count
    to_fix,     // it counts until it is gone
    expired,    // it counts again
    graver,     // likewise: the finding is graver than what was decided about
    not_found,  // this run does not show the finding
};

/// Of a finding that has a decision.
DecisionState decision_state(const FindingEntry& entry);

std::string_view name(DecisionState state);   // "holds", "to_fix", …
std::string_view words(DecisionState state);  // "does not count", …

/// A decision, what it does in this run, and what it is about.
struct StatedDecision {
    judge::FindingDecision decision;
    DecisionState state = DecisionState::not_found;
    std::string route;
    std::string path;
    std::string kind;
};

/// Those about what this run shows, in the order of its findings, then the others.
std::vector<StatedDecision> stated_decisions(const Report& report);

/// "intended by ana, decided 2026-02-27, until 2026-09-30"; as it came from the decisions file.
std::string decision_words(const judge::FindingDecision& decision);
/// "3f9a41c07be2 $.price changed on GET /teas: intended by ana, … (does not count): new rounding".
std::string decision_sentence(const StatedDecision& stated);
std::vector<std::string> decision_sentences(const Report& report);

}  // namespace shadowdiff::reports
