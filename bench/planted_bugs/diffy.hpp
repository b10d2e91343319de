// SPDX-License-Identifier: Apache-2.0
// The rule by which Diffy tells noise from a bug, as a reference to be measured against: it is fed
// with our differences, so that nothing but the rule is compared.
#pragma once

#include "diff/diff.hpp"
#include "judge/noise_profile.hpp"

#include <cstdint>
#include <map>
#include <optional>

namespace shadowdiff::planted {

class Diffy {
public:
    /// One request: what the candidate and the secondary have against the primary. A request that
    /// one of them failed to answer is thrown away.
    void add(const diff::Differences* candidate, const diff::Differences& secondary);

    /// Some field is shown: over both thresholds, which are 20 % relative and 0.03 % absolute.
    bool shows_any() const;

private:
    struct Counts {
        std::uint64_t raw = 0;
        std::uint64_t noise = 0;
    };
    std::uint64_t total_ = 0;
    std::map<judge::NoiseKey, Counts> fields_;
};

}  // namespace shadowdiff::planted
