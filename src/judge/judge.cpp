// SPDX-License-Identifier: Apache-2.0
#include "judge/judge.hpp"

#include "judge/evidence.hpp"
#include "judge/kept_shape.hpp"
#include "judge/long_bodies.hpp"
#include "judge/standing.hpp"
#include "judge/unanswered.hpp"
#include "judge/why.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace shadowdiff::judge {
namespace {

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

// Of the candidate's first answer, which is there, and nothing else is.
bool are_equal(const diff::Comparison& comparison) {
    if (comparison.answers.size() != 1 || comparison.twin) return false;
    const auto& differences = comparison.answers.front().differences;
    return differences.list.empty() && differences.unlisted == 0 && differences.set_aside.empty();
}

bool is_put_aside(const JudgedDifference& judged, const Weighing& weighing) {
    return judged.standing == Standing::finding && !judged.reproduced &&
           weighing.puts_aside(judged.difference);
}

// Of a mismatch the evidence of its gravest finding; and whether writes took any from one.
void explain(Judgement& judgement, const Weighing& weighing, const NoiseProfile& profile,
             std::string_view route) {
    const bool is_mismatch = judgement.verdict == Verdict::mismatch;
    const auto& evidence =
        is_mismatch ? weighing.of(gravest_finding(judgement).difference) : weighing.undisturbed();
    judgement.why = why(judgement, evidence, profile, route);
    const bool is_one_put_aside = std::ranges::any_of(
        judgement.differences,
        [&](const JudgedDifference& judged) { return is_put_aside(judged, weighing); });
    if (!is_mismatch || !is_one_put_aside) return;
    judgement.reason = Reason::written_meanwhile;
    judgement.why += fmt::format(
        "; asked again, an answer had changed, and a write to the resource was seen meanwhile, so "
        "that it neither confirms nor refutes {}",
        is_put_aside(gravest_finding(judgement), weighing) ? "this" : "another finding of it");
}

}  // namespace

Judge::Judge(JudgeOptions options) : options_{options}, profile_{options.limits} {}

bool Judge::may_ask(const Case& one) const {
    return one.turn != Turn::last && one.is_safe_method && options_.ask_again_times > 0 &&
           (options_.may_ask_secondary || options_.may_ask_legacy);
}

// The first exchange of each route is one: a rare route shall not be without.
bool Judge::is_control_due(const Case& one) {
    if (options_.control_share <= 0) return false;
    control_credit_ += options_.control_share;
    if (control_credit_ < 1 && odd_one_out_.knows(one.route)) return false;
    control_credit_ = std::max(control_credit_ - 1, 0.0);
    return true;
}

AskAgain Judge::ask(std::string reason) const {
    const auto legacy = options_.may_ask_secondary ? http::Leg::secondary : http::Leg::legacy;
    return {.legs = {legacy, http::Leg::candidate},
            .times = options_.ask_again_times,
            .reason = std::move(reason)};
}

AskAgain Judge::ask_for_control() const {
    auto control = ask("a control");
    control.is_control = true;
    return control;
}

std::optional<AskAgain> Judge::question(const Case& one, const Evidence& evidence,
                                        const std::vector<JudgedDifference>& differences) const {
    const Known known{one.route, profile_, values_, odd_one_out_, minted_};
    const bool is_asked = evidence.asked_again();
    if (evidence.attempts > options_.ask_again_times) return std::nullopt;
    const auto found = std::ranges::find_if(differences, [&](const auto& judged) {
        return is_asked ? needs_confirmation(judged, known) : is_undecided(judged, evidence, known);
    });
    if (found == differences.end() || (is_asked && options_.confirm_times == 0)) {
        return std::nullopt;
    }
    auto again = ask(fmt::format("does legacy itself differ at {} ({})?", found->difference.pattern,
                                 diff::name(found->difference.kind)));
    again.is_control = one.turn == Turn::control;
    again.first_attempt = evidence.attempts + 1;
    if (is_asked) again.times = options_.confirm_times;
    return again;
}

Decision Judge::judge(const Case& one) {
    minted_.learn_named(one.target);
    if (auto unanswered = judge_unanswered(one.comparison)) return *std::move(unanswered);
    if (are_equal(one.comparison)) {  // most are: there is nothing to weigh and to learn
        const bool is_control = one.turn == Turn::first && may_ask(one) && is_control_due(one);
        if (is_control) return ask_for_control();
        return Judgement{.why = std::string{why_equal}};
    }
    const auto* rules = options_.rules.get();
    const Weighing weighing{one.comparison, one.turn == Turn::control, one.is_written_meanwhile,
                            rules};
    const auto& evidence = weighing.all();
    const bool is_first = one.turn == Turn::first && !evidence.asked_again();
    if (may_ask(one) && is_first && !evidence.second_legacy && is_control_due(one)) {
        return ask_for_control();
    }

    const Known known{one.route, profile_, values_, odd_one_out_, minted_};
    Judgement judgement;
    for (auto& difference : with_unlisted(first_candidate(one.comparison)->differences)) {
        const auto& of_it = weighing.of(difference);
        judgement.differences.push_back(stand(std::move(difference), of_it, known));
    }
    std::ranges::move(held_to_shape(one.comparison, weighing, known, rules),
                      std::back_inserter(judgement.differences));
    if (may_ask(one)) {
        if (auto again = question(one, evidence, judgement.differences)) return *std::move(again);
    }

    const bool has_session = !one.session.empty() && !judgement.differences.empty();
    auto* session = has_session ? &sessions_.of(one.session) : nullptr;
    check_renaming(judgement.differences, weighing.undisturbed_comparison(), session);
    const auto let_pass = take_let_pass(judgement.differences);
    const auto unproven =
        take_unproven(judgement.differences, weighing.undisturbed(), profile_, one.route);
    judgement.verdict = verdict_of(judgement.differences);
    judgement.set_aside = still_set_aside(one.comparison, judgement.differences);
    const bool are_equal_by_rule =
        judgement.verdict == Verdict::match && !judgement.set_aside.empty();
    if (are_equal_by_rule) judgement.verdict = Verdict::equivalent;
    judgement.severity = severity_of(judgement.differences);
    explain(judgement, weighing, profile_, one.route);
    learn(one, weighing, judgement.differences);
    learn_values(one.route, weighing.undisturbed(), let_pass);
    if (!unproven) return judgement;
    return with_unproven(std::move(judgement), *unproven);
}

void Judge::learn(const Case& one, const Weighing& weighing,
                  const std::vector<JudgedDifference>& differences) {
    const auto route = one.route;
    const auto& comparison = one.comparison;
    const auto& evidence = weighing.undisturbed();
    for (const auto& [key, count] : evidence.legacy.keys()) profile_.add_noise(route, key, count);
    for (const auto& place : evidence.legacy.elements()) profile_.add_element(route, place);
    profile_.add_pairs(route, evidence.legacy.count(), comparison.present);
    if (evidence.second_legacy) {
        odd_one_out_.add(route, first_candidate(comparison)->differences, *evidence.second_legacy,
                         comparison.present);
    }
    std::set<NoiseKey> reproduced;
    for (const auto& judged : differences) {
        const bool is_noise = judged.standing == Standing::noise;
        if (judged.leave == Leave::minted && is_noise) minted_.learn(judged.difference);
        // A broken shape says nothing of the next value there, and one element nothing of others.
        const auto& of_it = weighing.of(judged.difference);
        const bool is_of_value =
            judged.broken == Break::none && of_it.legacy.count_with(key_of(judged.difference)) == 0;
        if (judged.reproduced && is_of_value && of_it.asked_again()) {
            reproduced.insert(key_of(judged.difference));
        }
    }
    learn_values(route, evidence, differences);
    for (const auto& key : reproduced) profile_.add_reproduced(route, key);
}

void Judge::learn_values(std::string_view route, const Evidence& evidence,
                         const std::vector<JudgedDifference>& differences) {
    for (const auto& judged : differences) {
        const auto& difference = judged.difference;
        const bool may_differ =
            judged.leave == Leave::rule || profile_.wavers(route, key_of(difference));
        if (may_differ) values_.learn(route, difference, legacy_values(difference, evidence));
    }
}

std::vector<NoisePath> Judge::noise() const { return profile_.paths(); }

std::vector<OddOneOut> Judge::odd_one_out() const { return odd_one_out_.rows(); }

std::uint64_t Judge::not_learnt() const {
    return profile_.not_learnt() + values_.not_followed() + odd_one_out_.not_counted();
}

}  // namespace shadowdiff::judge
