// SPDX-License-Identifier: Apache-2.0
// Which member of legacy's object stands for which of the candidate's: by name, in any order.
#pragma once

#include "json/document.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace shadowdiff::diff {

/// The nodes of an object's member names, in text order.
using MemberNames = std::vector<std::uint32_t>;

void list_members(const json::Document& document, std::uint32_t object, MemberNames& names);

/// Positions in the two lists; with one of them, a member that the other side has not.
struct MemberPair {
    std::optional<std::uint32_t> legacy;
    std::optional<std::uint32_t> candidate;
    bool is_duplicate = false;  // one side has the name more than once, and more often
    bool operator==(const MemberPair&) const = default;
};

/// In legacy's order, then what only the candidate has. Where a name occurs equally often on both
/// sides, its occurrences are paired in their order; else the last ones are paired, because most
/// parsers take the last, and one pair more, with one side, stands for the surplus.
void pair_members(const json::Document& legacy, const MemberNames& legacy_names,
                  const json::Document& candidate, const MemberNames& candidate_names,
                  std::vector<MemberPair>& pairs);

}  // namespace shadowdiff::diff
