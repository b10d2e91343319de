// SPDX-License-Identifier: Apache-2.0
// Ids that each service made for what unsafe requests made, over all sessions of a run: which of
// legacy's stands for which of the candidate's.
#pragma once

#include "diff/difference.hpp"
#include "judge/renaming.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>

namespace shadowdiff::judge {

struct MintedIdLimits {
    std::size_t ids_max = 16'384;  // made, and as many named: the latest, and up to as many before
};

class MintedIds {
public:
    explicit MintedIds(MintedIdLimits limits = {})
        : limits_{limits}, made_{{.ids_max = limits.ids_max}} {}

    /// Of ids that were made anew (Difference::is_minted): false when one of them already stands
    /// for another one.
    bool agree(const diff::Difference& difference) const;
    /// The same: true when one of them was told of something else, by a request or the other side.
    bool are_of_something_else(const diff::Difference& difference) const;
    /// True when the difference is nothing but ids that are known to stand for each other.
    bool are_known(const diff::Difference& difference) const;
    void learn(const diff::Difference& difference);
    /// A request's target: what it names is there already.
    void learn_named(std::string_view target);

private:
    bool is_named(const std::string& id) const;

    MintedIdLimits limits_;
    Renaming made_;
    std::unordered_set<std::string> named_;
    std::unordered_set<std::string> named_before_;
};

}  // namespace shadowdiff::judge
