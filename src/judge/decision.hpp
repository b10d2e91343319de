// SPDX-License-Identifier: Apache-2.0
// What a team has decided about a finding.
#pragma once

#include "diff/difference.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shadowdiff::judge {

enum class DecidedAs : std::uint8_t {
    legacy_bug,  // legacy is wrong: the candidate need not be
    intended,    // the change is wanted
    to_fix,      // the candidate is wrong, and somebody is on it: it still counts
};

/// ISO 8601: "2026-05-01". Compared as text.
using Day = std::string;

struct FindingDecision {
    std::string fingerprint;
    DecidedAs as = DecidedAs::intended;
    std::string reason;
    std::string owner;
    Day decided;
    Day expires;        // "": never
    std::string route;  // for people: the fingerprint decides
    std::string path;
    std::string kind;
    std::optional<diff::Severity> severity = {};  // of the finding when it was decided, if known
    bool operator==(const FindingDecision&) const = default;
};

/// Whether it takes its finding, which has this severity, out of the count of mismatches on that
/// day.
bool excuses(const FindingDecision& decision, const Day& on, diff::Severity severity);
/// The finding has become graver than what was decided about.
bool is_graver(const FindingDecision& decision, diff::Severity severity);

std::string_view name(DecidedAs as);  // "legacy-bug", "intended", "to-fix"
std::optional<DecidedAs> decided_as_from_name(std::string_view text);
bool is_day(std::string_view text);

}  // namespace shadowdiff::judge
