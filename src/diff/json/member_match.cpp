// SPDX-License-Identifier: Apache-2.0
#include "diff/json/member_match.hpp"

#include <utility>

namespace shadowdiff::diff {

namespace {

bool same_names(const json::Document& document, const MemberNames& one, const MemberNames& other) {
    if (one.size() != other.size()) return false;
    const auto& nodes = document.nodes();
    for (std::size_t i = 0; i < one.size(); ++i) {
        if (!document.same_raw(nodes[one[i]], document, nodes[other[i]])) return false;
    }
    return true;
}

}  // namespace

void MemberMatch::find(const json::Document& legacy, std::uint32_t legacy_object,
                       const json::Document& candidate, std::uint32_t candidate_object) {
    std::swap(legacy_, legacy_before_);
    std::swap(candidate_, candidate_before_);
    list_members(legacy, legacy_object, legacy_);
    list_members(candidate, candidate_object, candidate_);
    if (!legacy_.empty() && same_names(legacy, legacy_, legacy_before_) &&
        same_names(candidate, candidate_, candidate_before_)) {
        return;
    }
    pair_members(legacy, legacy_, candidate, candidate_, pairs_);
}

void MemberMatch::forget() {
    legacy_.clear();
    candidate_.clear();
}

}  // namespace shadowdiff::diff
