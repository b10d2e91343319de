// SPDX-License-Identifier: Apache-2.0
// The rows of rules as plain structs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace shadowdiff::store {

/// Where a rule set a difference aside.
struct RulePlaceRow {
    std::string route;
    std::string pattern;
    std::string kind;
    std::uint64_t exchanges = 0;
    std::uint64_t checked = 0;  // of these, with a further answer of legacy
    std::uint64_t stable = 0;   // of those, in which legacy agreed with itself there
    bool operator==(const RulePlaceRow&) const = default;
};

/// One rule and what it did; the numbers are totals so far.
struct RuleRow {
    std::string name;
    std::string action;
    std::string paths;  // parted by ", "
    std::string reason;
    std::string owner;
    std::string expires;  // "2027-01-31", or "never"
    std::uint64_t exchanges = 0;
    std::uint64_t differences = 0;
    std::uint64_t places_unlisted = 0;
    std::vector<RulePlaceRow> places = {};
    bool operator==(const RuleRow&) const = default;
};

}  // namespace shadowdiff::store
