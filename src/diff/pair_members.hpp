// SPDX-License-Identifier: Apache-2.0
// Which member of legacy's object stands for which of the candidate's: by name, in any order.
#pragma once

#include "json/document.hpp"

#include <cstdint>
#include <forward_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::diff {

struct Member {
    std::string_view name;    // decoded
    std::uint32_t value = 0;  // index of its node
};

/// An object's members in text order. The names borrow from the document and from this.
class Members {
public:
    Members(const json::Document& document, std::uint32_t object);
    const std::vector<Member>& list() const { return list_; }

private:
    std::vector<Member> list_;
    std::forward_list<std::string> decoded_;  // of names written with escapes
};

struct MemberPair {
    std::string_view name;
    std::optional<std::uint32_t> legacy;  // nodes of the values
    std::optional<std::uint32_t> candidate;
    bool is_duplicate = false;  // one side has the name more than once, and more often
};

/// In legacy's order, then what only the candidate has. Where a name occurs equally often on both
/// sides, its occurrences are paired in their order; else the last ones are paired, because most
/// parsers take the last, and one pair more, with one side, stands for the surplus.
std::vector<MemberPair> pair_members(const Members& legacy, const Members& candidate);

}  // namespace shadowdiff::diff
