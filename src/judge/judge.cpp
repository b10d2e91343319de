// SPDX-License-Identifier: Apache-2.0
#include "judge/judge.hpp"

#include "judge/evidence.hpp"
#include "judge/long_bodies.hpp"
#include "judge/unanswered.hpp"
#include "judge/why.hpp"
#include "normalise/shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace shadowdiff::judge {
namespace {

// A value that is noise may be any other of its kind, but not of another kind.
bool holds_shape(const diff::Difference& difference) {
    return difference.kind != diff::Kind::changed ||
           normalise::same_shape(difference.legacy, difference.candidate);
}

Standing standing_of(const diff::Difference& difference, const Evidence& evidence,
                     bool is_volatile) {
    if (difference.severity == diff::Severity::none) return Standing::representation;
    const auto& legacy = evidence.legacy;
    const bool legacy_gave_it = legacy.has(difference);
    // When some further answer still agrees with the first, legacy did not move on: it wavers.
    const bool legacy_moved = legacy.count_at(difference.path) == legacy.count();
    if (legacy_gave_it && legacy_moved && !is_volatile) return Standing::drift;
    if (legacy_gave_it) return Standing::noise;
    const bool is_noisy = is_volatile || legacy.count_with(key_of(difference)) > 0;
    return is_noisy && holds_shape(difference) ? Standing::noise : Standing::finding;
}

bool has(const std::vector<JudgedDifference>& differences, Standing standing) {
    return std::ranges::count(differences, standing, &JudgedDifference::standing) > 0;
}

Verdict verdict_of(const std::vector<JudgedDifference>& differences) {
    if (has(differences, Standing::finding)) return Verdict::mismatch;
    if (has(differences, Standing::drift)) return Verdict::drift;
    if (has(differences, Standing::noise)) return Verdict::noise;
    return differences.empty() ? Verdict::match : Verdict::equivalent;
}

diff::Severity severity_of(const std::vector<JudgedDifference>& differences) {
    auto highest = diff::Severity::none;
    for (const auto& [difference, standing, again] : differences) {
        if (standing == Standing::finding) highest = std::max(highest, difference.severity);
    }
    return highest;
}

void learn(NoiseProfile& profile, std::string_view route, const Evidence& evidence,
           std::vector<JudgedDifference>& differences) {
    profile.add_pairs(route, evidence.legacy.count());
    for (const auto& [key, count] : evidence.legacy.keys()) profile.add_noise(route, key, count);
    if (evidence.legacy.count() == 0 || evidence.candidate.count() == 0) return;
    std::set<NoiseKey> reproduced;
    for (auto& judged : differences) {
        const auto key = key_of(judged.difference);
        const bool only_candidate =
            evidence.legacy.count_with(key) == 0 &&
            evidence.candidate.count_with(key) == evidence.candidate.count();
        judged.reproduced = judged.standing == Standing::finding && only_candidate;
        if (judged.reproduced) reproduced.insert(key);
    }
    for (const auto& key : reproduced) profile.add_reproduced(route, key);
}

// The first finding that only further answers can tell from noise.
const diff::Difference* undecided(const NoiseProfile& profile, std::string_view route,
                                  const std::vector<JudgedDifference>& differences) {
    for (const auto& [difference, standing, again] : differences) {
        const bool is_known = profile.is_reproducible(route, key_of(difference));
        const bool can_be_told = difference.basis != diff::Basis::undecided;
        if (standing == Standing::finding && can_be_told && !is_known) return &difference;
    }
    return nullptr;
}

// What is proven besides stands; without it there is nothing to say of the answers.
Judgement with_unproven(Judgement judgement, const diff::Difference& unproven) {
    const auto why = why_unproven(unproven);
    if (judgement.verdict == Verdict::mismatch) {
        judgement.why.append("; ").append(why);
        return judgement;
    }
    return {.verdict = Verdict::uncomparable,
            .reason = Reason::body_limit,
            .why = fmt::format("{} ({} and {})", why, unproven.legacy, unproven.candidate)};
}

}  // namespace

Judge::Judge(JudgeOptions options) : options_{options}, profile_{options.limits} {}

Decision Judge::judge(std::string_view route, bool is_safe_method,
                      const diff::Comparison& comparison, bool is_last) {
    if (auto unanswered = judge_unanswered(comparison)) return *std::move(unanswered);
    const auto evidence = evidence_of(comparison);

    Judgement judgement;
    for (auto& difference : with_unlisted(first_candidate(comparison)->differences)) {
        const bool is_volatile = profile_.is_volatile(route, key_of(difference));
        const auto standing = standing_of(difference, evidence, is_volatile);
        judgement.differences.push_back({std::move(difference), standing});
    }

    const bool may_ask = (options_.may_ask_secondary || options_.may_ask_legacy) &&
                         options_.ask_again_times > 0 && is_safe_method && !is_last &&
                         !evidence.asked_again;
    const auto* question = may_ask ? undecided(profile_, route, judgement.differences) : nullptr;
    if (question) {
        return AskAgain{
            .legs = {options_.may_ask_secondary ? http::Leg::secondary : http::Leg::legacy,
                     http::Leg::candidate},
            .times = options_.ask_again_times,
            .reason = fmt::format("does legacy itself differ at {} ({})?", question->pattern,
                                  diff::name(question->kind))};
    }

    const auto unproven = take_unproven(judgement.differences, evidence, profile_, route);
    judgement.verdict = verdict_of(judgement.differences);
    judgement.set_aside = first_candidate(comparison)->differences.set_aside;
    const bool are_equal_by_rule =
        judgement.verdict == Verdict::match && !judgement.set_aside.empty();
    if (are_equal_by_rule) judgement.verdict = Verdict::equivalent;
    judgement.severity = severity_of(judgement.differences);
    judgement.why = why(judgement, evidence, profile_, route);
    learn(profile_, route, evidence, judgement.differences);
    if (!unproven) return judgement;
    return with_unproven(std::move(judgement), *unproven);
}

std::vector<NoisePath> Judge::noise() const { return profile_.paths(); }

std::uint64_t Judge::not_learnt() const { return profile_.not_learnt(); }

}  // namespace shadowdiff::judge
