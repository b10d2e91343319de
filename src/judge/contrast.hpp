// SPDX-License-Identifier: Apache-2.0
// What the requests that show a finding have in common, and the others have not: the one
// feature that tells them apart best.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace shadowdiff::judge {

using Features = std::set<std::string>;  // of one request: "query locale=tr", "header accept=…"

struct Contrast {
    std::string feature;
    std::size_t showing_with = 0;  // of the requests that show it, how many have the feature
    std::size_t showing = 0;
    std::size_t others_with = 0;  // of the others
    std::size_t others = 0;
};

/// Nothing where there are too few requests to tell, or where no feature tells them apart better
/// than chance would once in a thousand, over all features that were tried.
std::optional<Contrast> contrast(const std::vector<Features>& showing,
                                 const std::vector<Features>& others);

}  // namespace shadowdiff::judge
