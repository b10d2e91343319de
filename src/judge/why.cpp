// SPDX-License-Identifier: Apache-2.0
#include "judge/why.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace shadowdiff::judge {
namespace {

std::string_view why_it_may_differ(Leave leave) {
    switch (leave) {
        case Leave::none:
        case Leave::noise: return "legacy differs from itself here too";
        case Leave::rule: return "a rule lets values of this shape differ here";
        case Leave::minted: return "each service makes ids of its own here";
    }
    return "";
}

std::string why_mismatch(const Judgement& judgement, const Evidence& evidence,
                         const NoiseProfile& profile, std::string_view route) {
    const auto& gravest = gravest_finding(judgement);
    const auto key = key_of(gravest.difference);
    const auto legacy_answers = evidence.legacy.count() + 1;
    if (gravest.broken != Break::none) {
        return fmt::format("{}, but the candidate's value {}", why_it_may_differ(gravest.leave),
                           words(gravest.broken));
    }
    if (gravest.leave == Leave::minted) {
        return "each service makes ids of its own here, but one of these is known of something "
               "else";
    }
    if (!evidence.asked_again() && profile.is_reproducible(route, key)) {
        return "whenever this was asked again, legacy agreed with itself and the candidate "
               "differed each time";
    }
    if (legacy_answers == 1) {
        return evidence.asked_again()
                   ? "legacy was asked again and gave no answer, so its own noise is not known"
                   : "legacy answered once, so its own noise is not known";
    }
    return fmt::format(
        "legacy agreed with itself in {} answers, the candidate differed in {} of {}",
        legacy_answers, evidence.candidate.count_with(key) + 1, evidence.candidate.count() + 1);
}

std::string why_noise(const Judgement& judgement, const Evidence& evidence,
                      const NoiseProfile& profile, std::string_view route) {
    const auto& noise =
        *std::ranges::find(judgement.differences, Standing::noise, &JudgedDifference::standing);
    if (noise.leave == Leave::minted) {
        return "ids that each service made for itself: of one form, and one to one so far";
    }
    const auto key = key_of(noise.difference);
    const auto here = evidence.legacy.count_with(key);
    if (here > 0) {
        return fmt::format("legacy differed from itself there in {} of {} further answers", here,
                           evidence.legacy.count());
    }
    const auto known = profile.path(route, key);
    return fmt::format("legacy is known to differ from itself there, in {} of {} pairs of answers",
                       known.differed, known.compared);
}

}  // namespace

std::string why(const Judgement& judgement, const Evidence& evidence, const NoiseProfile& profile,
                std::string_view route) {
    switch (judgement.verdict) {
        case Verdict::match: return std::string{why_equal};
        case Verdict::equivalent:
            return judgement.set_aside.empty() ? "the same values in another spelling"
                                               : "equal but for what rules set aside";
        case Verdict::noise: return why_noise(judgement, evidence, profile, route);
        case Verdict::drift:
            return "legacy, asked again, gave what the candidate gave: the data moved on";
        case Verdict::mismatch: return why_mismatch(judgement, evidence, profile, route);
        case Verdict::legacy_error:
        case Verdict::both_error:
        case Verdict::uncomparable:
        case Verdict::excluded:
        case Verdict::dropped: break;  // nothing was compared: judge_unanswered says why
    }
    return "";
}

}  // namespace shadowdiff::judge
