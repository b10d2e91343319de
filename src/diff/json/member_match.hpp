// SPDX-License-Identifier: Apache-2.0
// The members of two objects, paired; remembers how, because the objects of a list look alike.
#pragma once

#include "diff/json/pair_members.hpp"
#include "json/document.hpp"

#include <vector>

namespace shadowdiff::diff {

class MemberMatch {
public:
    /// Pairs the members of two objects. Quick when both have the names of the objects before.
    void find(const json::Document& legacy, std::uint32_t legacy_object,
              const json::Document& candidate, std::uint32_t candidate_object);

    /// The documents are other ones now.
    void forget();

    const std::vector<MemberPair>& pairs() const { return pairs_; }
    /// Nodes of the names.
    std::uint32_t legacy_name(std::uint32_t position) const { return legacy_[position]; }
    std::uint32_t candidate_name(std::uint32_t position) const { return candidate_[position]; }

private:
    MemberNames legacy_;
    MemberNames candidate_;
    std::vector<MemberPair> pairs_;
    MemberNames legacy_before_;
    MemberNames candidate_before_;
};

}  // namespace shadowdiff::diff
