// SPDX-License-Identifier: Apache-2.0
#include "diff/compare.hpp"

#include "diff/census.hpp"
#include "diff/environment.hpp"
#include "normalise/normalise.hpp"

namespace shadowdiff::diff {

namespace {

using MaybeDocument = std::optional<normalise::Document>;

/// Legacy's first answer as a document, or why there is none in `comparison`.
MaybeDocument reference_document(const http::Answer* legacy, const ContentLimits& limits,
                                 const normalise::Context& context, Comparison& comparison) {
    if (legacy == nullptr) {
        comparison.legacy_uncomparable = Reason::answer_not_seen;
        return std::nullopt;
    }
    if (const auto* failure = legacy->failure()) {
        // What was on the wire was an answer to the client, only not one that we can read.
        if (legacy->origin == http::Origin::observed &&
            failure->failure_class == http::FailureClass::malformed_answer) {
            comparison.legacy_uncomparable = Reason::malformed_observed;
        } else {
            comparison.legacy_failure = *failure;
        }
        return std::nullopt;
    }
    return normalise::to_document(*legacy->response(), limits, context);
}

AnswerComparison compare_answer(const MaybeDocument& reference, const http::Answer& answer,
                                const CompareLimits& limits, const normalise::Context& context,
                                rules::ScopedRules* rules) {
    AnswerComparison comparison;
    comparison.leg = answer.leg;
    comparison.attempt = answer.attempt;
    if (const auto* failure = answer.failure()) {
        comparison.failure = *failure;
        return comparison;
    }
    if (reference) {
        auto with_reference = context;
        with_reference.like = &*reference;
        const auto document =
            normalise::to_document(*answer.response(), limits.content, with_reference);
        comparison.differences = diff(*reference, document, limits.diff, rules);
    }
    return comparison;
}

bool is_second_legacy(const http::Answer& answer, const http::Answer* first) {
    return &answer != first && answer.leg != http::Leg::candidate && answer.response();
}

}  // namespace

Comparison compare(const http::Exchange& exchange, const CompareLimits& limits,
                   const normalise::ProtoSchema* protos, rules::ScopedRules* rules,
                   const http::Response* twin) {
    const auto& request = exchange.request;
    const normalise::Context context{.method = request.method,
                                     .target = request.target,
                                     .host = http::value_of(request.headers, "host").value_or(""),
                                     .protos = protos};
    Comparison comparison;
    const auto* legacy = http::find_answer(exchange, http::Leg::legacy);
    const auto reference = reference_document(legacy, limits.content, context, comparison);
    bool is_paired = false;
    for (const auto& answer : exchange.answers) {
        if (&answer == legacy) continue;
        comparison.answers.push_back(compare_answer(reference, answer, limits, context, rules));
        is_paired |= is_second_legacy(answer, legacy);
        if (!reference || answer.failure()) continue;
        comparison.answers.back().uncomparable =
            environment_artefact(request, *legacy->response(), answer);
    }
    if (reference && twin) {
        const auto document = normalise::to_document(*twin, limits.content, context);
        comparison.twin = diff(*reference, document, limits.diff, rules);
    }
    if (reference && (is_paired || twin)) comparison.present = census(*reference);
    return comparison;
}

}  // namespace shadowdiff::diff
