// SPDX-License-Identifier: Apache-2.0
#include "judge/unanswered.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace shadowdiff::judge {
namespace {

using http::FailureClass;

bool is_candidate(const diff::AnswerComparison& answer) {
    return answer.leg == http::Leg::candidate;
}

bool is_shed(const std::optional<http::Failure>& failure) {
    return failure && failure->failure_class == FailureClass::shed;
}

Reason reason_of(http::Shed shed) {
    using enum http::Shed;
    switch (shed) {
        case rate:
        case in_flight:
        case stale:
        case breaker_open:
        case backing_off: return Reason::leg_budget;
        case paused: return Reason::paused;
        case ending: return Reason::interrupted;
        case redacted: return Reason::redacted;
        case none:
        case waiting:
        case connections:
        case own_sockets:
        case no_leg: return Reason::queue_full;
    }
    return Reason::queue_full;
}

// To be paused was somebody's wish, and what was redacted is not to be sent; all else is a loss.
Judgement dropped(Reason reason, std::string why) {
    const bool is_meant = reason == Reason::paused || reason == Reason::redacted;
    return {.verdict = is_meant ? Verdict::excluded : Verdict::dropped,
            .reason = reason,
            .why = std::move(why)};
}

Judgement uncomparable(Reason reason) {
    return {.verdict = Verdict::uncomparable,
            .reason = reason,
            .why = fmt::format("the legacy answer cannot be compared: {}", name(reason))};
}

Judgement environment(Reason reason) {
    return {.verdict = Verdict::uncomparable,
            .reason = reason,
            .why = fmt::format("where and when it was sent again decided the answer: {}",
                               name(reason))};
}

Judgement judge_legacy_failure(const diff::Comparison& comparison) {
    const auto failure = comparison.legacy_failure->failure_class;
    if (failure == FailureClass::shed) {
        const auto shed = comparison.legacy_failure->shed;
        return dropped(reason_of(shed), fmt::format("legacy was not asked: {}", http::name(shed)));
    }
    if (failure == FailureClass::protocol_switch) {
        return uncomparable(Reason::protocol_switch);
    }
    const auto gave_none = [](const auto& answer) {
        return !is_candidate(answer) || (answer.failure && !is_shed(answer.failure));
    };
    const bool neither = std::ranges::any_of(comparison.answers, is_candidate) &&
                         std::ranges::all_of(comparison.answers, gave_none);
    return {.verdict = neither ? Verdict::both_error : Verdict::legacy_error,
            .why = fmt::format("{} gave no complete answer ({})",
                               neither ? "neither legacy nor the candidate" : "legacy",
                               http::name(failure))};
}

// Never a silence: whatever kept the candidate from answering, legacy did answer.
Judgement judge_candidate_failure(const http::Failure& failure) {
    const auto what = std::string{is_shed(failure) ? http::name(failure.shed)
                                                   : http::name(failure.failure_class)};
    return {
        .verdict = Verdict::mismatch,
        .severity = diff::Severity::high,
        .differences = {{.difference = {.path = "answer",
                                        .pattern = "answer",
                                        .kind = diff::Kind::unanswered,
                                        .severity = diff::Severity::high,
                                        .legacy = "",
                                        .candidate = what},
                         .standing = Standing::finding}},
        .why = fmt::format("legacy answered, the candidate gave no complete answer ({})", what)};
}

}  // namespace

const diff::AnswerComparison* first_candidate(const diff::Comparison& comparison) {
    const auto found = std::ranges::find_if(comparison.answers, [](const auto& answer) {
        return is_candidate(answer) && answer.attempt == 0;
    });
    return found == comparison.answers.end() ? nullptr : &*found;
}

std::optional<Judgement> judge_unanswered(const diff::Comparison& comparison) {
    if (comparison.legacy_failure) return judge_legacy_failure(comparison);
    if (comparison.legacy_uncomparable) {
        return uncomparable(*comparison.legacy_uncomparable);
    }
    const auto* candidate = first_candidate(comparison);
    if (!candidate) {
        return dropped(Reason::interrupted, "the run was stopped before the candidate was asked");
    }
    // That its breaker is open is the candidate's own doing: it failed until then.
    const bool is_own_doing =
        is_shed(candidate->failure) && candidate->failure->shed == http::Shed::breaker_open;
    if (is_shed(candidate->failure) && !is_own_doing) {
        const auto shed = candidate->failure->shed;
        return dropped(reason_of(shed),
                       fmt::format("the candidate was not asked: {}", http::name(shed)));
    }
    if (candidate->failure) return judge_candidate_failure(*candidate->failure);
    if (candidate->uncomparable) return environment(*candidate->uncomparable);
    return std::nullopt;
}

}  // namespace shadowdiff::judge
