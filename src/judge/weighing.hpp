// SPDX-License-Identifier: Apache-2.0
// Which of an exchange's further answers are evidence, where a write to its resource was seen while
// they were asked for.
#pragma once

#include "judge/evidence.hpp"

#include <optional>

namespace shadowdiff::judge {

/// A write explains what changed after the first answers: of such a difference the further answers
/// are put aside, and it stands as if nobody had been asked again. One that is there in all of
/// them, while legacy's are as the first one was, was not changed: a write that changed nothing
/// contradicts nothing.
class Weighing {
public:
    /// `comparison` and `rules`, which may be null, must live longer.
    Weighing(const diff::Comparison& comparison, bool is_control, bool is_written_meanwhile,
             const rules::RuleSet* rules);
    Weighing(const Weighing&) = delete;  // the evidence points into it
    Weighing& operator=(const Weighing&) = delete;

    const Evidence& all() const { return all_; }
    /// What no write can have changed. Only from it is learnt where legacy differs from itself: of
    /// the others those would be missing in which it did.
    const Evidence& undisturbed() const { return first_ ? *first_ : all_; }
    const diff::Comparison& undisturbed_comparison() const {
        return first_answers_ ? *first_answers_ : comparison_;
    }
    /// Of one of the candidate's differences.
    const Evidence& of(const diff::Difference& difference) const {
        return puts_aside(difference) ? *first_ : all_;
    }
    bool puts_aside(const diff::Difference& difference) const;

private:
    const diff::Comparison& comparison_;
    Evidence all_;
    std::optional<diff::Comparison> first_answers_;  // where there were others, and a write
    std::optional<Evidence> first_;
};

}  // namespace shadowdiff::judge
