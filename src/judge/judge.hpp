// SPDX-License-Identifier: Apache-2.0
// Comparison -> verdict, or the wish to ask again. Pure: what it has learnt of each route's own
// noise is its only state, and the same cases in the same order give the same judgements.
#pragma once

#include "base/limits.hpp"
#include "diff/compare.hpp"
#include "judge/evidence.hpp"
#include "judge/minted_ids.hpp"
#include "judge/noise_profile.hpp"
#include "judge/odd_one_out.hpp"
#include "judge/renaming.hpp"
#include "judge/verdict.hpp"
#include "judge/volatile_value.hpp"
#include "judge/weighing.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace shadowdiff::judge {

/// What may be asked again, and how often.
struct JudgeOptions {
    bool may_ask_legacy = false;        // legacy was asked by us, or a re-ask URL was given
    bool may_ask_secondary = false;     // there is one
    std::uint32_t ask_again_times = 2;  // a candidate that is wrong by chance is hardly so thrice
    std::uint32_t confirm_times = 6;    // and then, where legacy agreed and it was wrong each time
    double control_share = 0;           // of safe requests, asked again whatever their answers say
    JudgeLimits limits = {};
    /// By which answers were compared, where some keep the shape. May be null.
    std::shared_ptr<const rules::RuleSet> rules = nullptr;
};

/// How often an exchange has come before the judge, and what for.
enum class Turn : std::uint8_t {
    first,
    again,    // with the further answers that were asked for
    control,  // likewise, and it was asked again whatever its answers said
    last,     // no further answers can be had: decide on what is there
};

/// One exchange as the judge sees it.
struct Case {
    std::string_view route;
    std::string_view session = "";  // within which an id stands for one thing; none when empty
    std::string_view target = "";   // of the request, for the ids that it names
    bool is_safe_method = true;
    Turn turn = Turn::first;
    /// A write to the resource, what lies below it or what it is part of was seen since the first
    /// answers.
    bool is_written_meanwhile = false;
    const diff::Comparison& comparison;
};

/// More answers are needed to tell noise from a bug (the request is safe, and legacy agreed with
/// itself so far), or it is drawn as a control.
struct AskAgain {
    std::vector<http::Leg> legs;
    std::uint32_t first_attempt = 1;
    std::uint32_t times = 1;
    std::string reason;
    bool is_control = false;
    bool operator==(const AskAgain&) const = default;
};

using Decision = std::variant<Judgement, AskAgain>;

class Judge {
public:
    explicit Judge(JudgeOptions options);

    Decision judge(const Case& one);

    /// Sorted by route, pattern, kind.
    std::vector<NoisePath> noise() const;
    std::vector<OddOneOut> odd_one_out() const;
    /// Places that were not learnt because a table was full.
    std::uint64_t not_learnt() const;

private:
    bool may_ask(const Case& one) const;
    bool is_control_due(const Case& one);
    std::optional<AskAgain> question(const Case& one, const Evidence& evidence,
                                     const std::vector<JudgedDifference>& differences) const;
    AskAgain ask(std::string reason) const;
    AskAgain ask_for_control() const;
    void learn(const Case& one, const Weighing& weighing,
               const std::vector<JudgedDifference>& differences);
    void learn_values(std::string_view route, const Evidence& evidence,
                      const std::vector<JudgedDifference>& differences);

    JudgeOptions options_;
    NoiseProfile profile_;
    VolatileValues values_;
    OddOneOutTable odd_one_out_;
    Renamings sessions_;
    MintedIds minted_;
    double control_credit_ = 0;  // controls that are due
};

}  // namespace shadowdiff::judge
