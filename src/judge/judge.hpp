// SPDX-License-Identifier: Apache-2.0
// Comparison -> verdict, or the wish to ask again. Pure: what it has learnt of each route's own
// noise is its only state, and the same comparisons in the same order give the same judgements.
#pragma once

#include "base/limits.hpp"
#include "diff/compare.hpp"
#include "judge/noise_profile.hpp"
#include "judge/verdict.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace shadowdiff::judge {

/// What may be asked again, and how often.
struct JudgeOptions {
    bool may_ask_legacy = false;        // legacy was asked by us, or a re-ask URL was given
    bool may_ask_secondary = false;     // there is one
    std::uint32_t ask_again_times = 3;  // a shuffled array may come out equal once, hardly thrice
    JudgeLimits limits = {};
};

/// More answers are needed to tell noise from a bug: the request is safe, and legacy agreed with
/// itself so far.
struct AskAgain {
    std::vector<http::Leg> legs;
    std::uint32_t times = 1;
    std::string reason;
    bool operator==(const AskAgain&) const = default;
};

using Decision = std::variant<Judgement, AskAgain>;

class Judge {
public:
    explicit Judge(JudgeOptions options);

    /// `is_last`: no further answers can be had; decide on what is there.
    Decision judge(std::string_view route, bool is_safe_method, const diff::Comparison& comparison,
                   bool is_last);

    /// Sorted by route, pattern, kind.
    std::vector<NoisePath> noise() const;
    /// Places that were not learnt because the profile was full.
    std::uint64_t not_learnt() const;

private:
    JudgeOptions options_;
    NoiseProfile profile_;
};

}  // namespace shadowdiff::judge
