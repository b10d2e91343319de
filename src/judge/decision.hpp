// SPDX-License-Identifier: Apache-2.0
// What a team has decided about a finding.
#pragma once

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
    bool operator==(const FindingDecision&) const = default;
};

/// Whether it takes its finding out of the count of mismatches on that day.
bool excuses(const FindingDecision& decision, const Day& on);

std::string_view name(DecidedAs as);  // "legacy-bug", "intended", "to-fix"
std::optional<DecidedAs> decided_as_from_name(std::string_view text);
bool is_day(std::string_view text);

}  // namespace shadowdiff::judge
