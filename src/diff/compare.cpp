// SPDX-License-Identifier: Apache-2.0
#include "diff/compare.hpp"

#include "diff/census.hpp"
#include "diff/meaning/environment.hpp"
#include "diff/meaning/minted.hpp"
#include "normalise/alike_fields.hpp"
#include "normalise/normalise.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <system_error>

namespace shadowdiff::diff {

namespace {

std::optional<std::uint64_t> number_of(std::string_view text) {
    std::uint64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto [parsed, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || parsed != end) return std::nullopt;
    return number;
}

/// Legacy's first answer, or null and in `comparison` why there is none to compare with.
const http::Response* reference_response(const http::Answer* legacy, Comparison& comparison) {
    if (legacy == nullptr) {
        comparison.legacy_uncomparable = Reason::answer_not_seen;
        return nullptr;
    }
    if (const auto* failure = legacy->failure()) {
        // What was on the wire was an answer to the client, only not one that we can read.
        if (legacy->origin == http::Origin::observed &&
            failure->failure_class == http::FailureClass::malformed_answer) {
            comparison.legacy_uncomparable = Reason::malformed_observed;
        } else {
            comparison.legacy_failure = *failure;
        }
    }
    return legacy->response();
}

/// Octet for octet: nothing need be read to know that they do not differ.
bool is_identical(const http::Response& one, const http::Response& other) {
    if (&one == &other) return true;
    return one.status == other.status && one.body.length == other.body.length &&
           one.body.digest == other.body.digest && one.headers == other.headers &&
           one.trailers == other.trailers;
}

/// In answer to HEAD the length is that of a body which nobody sees. One that was asked for by us
/// may count an echo of the mark that we add to the request: as a member of JSON, or as a line.
void excuse_echo(Differences& differences) {
    constexpr std::uint64_t echo_bytes_min = 32;
    constexpr std::uint64_t echo_bytes_max = 64;
    for (auto& difference : differences.list) {
        if (difference.path != "headers.content-length" || difference.kind != Kind::changed) {
            continue;
        }
        const auto legacy = number_of(difference.legacy);
        const auto candidate = number_of(difference.candidate);
        if (!legacy || !candidate || *candidate < *legacy + echo_bytes_min ||
            *candidate > *legacy + echo_bytes_max) {
            continue;
        }
        difference.kind = Kind::representation;
        difference.severity = Severity::none;
    }
}

/// `reference` is null where there is none, or where the answer is the same.
AnswerComparison compare_answer(const http::Request& request, const normalise::Document* reference,
                                http::Origin reference_origin, const http::Answer& answer,
                                const CompareLimits& limits, const normalise::Context& context,
                                rules::ScopedRules* rules) {
    AnswerComparison comparison;
    comparison.leg = answer.leg;
    comparison.attempt = answer.attempt;
    if (const auto* failure = answer.failure()) {
        comparison.failure = *failure;
        return comparison;
    }
    if (reference != nullptr) {
        auto with_reference = context;
        with_reference.like = reference;
        const auto document =
            normalise::to_document(*answer.response(), limits.content, with_reference);
        comparison.differences = diff(*reference, document, limits.diff, rules);
        if (context.method == "HEAD" && answer.origin == http::Origin::sent &&
            reference_origin != http::Origin::sent) {
            excuse_echo(comparison.differences);
        }
        const bool is_first_candidate = answer.leg == http::Leg::candidate && answer.attempt == 0;
        if (is_first_candidate && !http::is_safe_method(request.method)) {
            mark_minted(comparison.differences, request, *reference, document);
        }
    }
    return comparison;
}

bool is_same_body(const http::Response& one, const http::Response& other) {
    const auto is_same = [&](std::string_view name) {
        return http::list_members(one.headers, name) == http::list_members(other.headers, name);
    };
    return one.body.digest == other.body.digest && one.body.length == other.body.length &&
           is_same("content-type") && is_same("content-encoding");
}

/// Most answers are equal to legacy's, and then nobody need read either. A second answer of
/// legacy's own is read: what it has is counted.
bool has_one_body(const http::Exchange& exchange, const http::Answer* legacy) {
    const auto* reference = legacy ? legacy->response() : nullptr;
    return reference && std::ranges::all_of(exchange.answers, [&](const http::Answer& answer) {
               if (&answer == legacy || answer.failure()) return true;
               return answer.leg == http::Leg::candidate &&
                      is_same_body(*reference, *answer.response());
           });
}

/// Of legacy and one candidate. What an unsafe request made is looked for in all fields.
std::uint64_t alike_fields(const http::Exchange& exchange) {
    const auto& answers = exchange.answers;
    if (answers.size() != 2 || !http::is_safe_method(exchange.request.method)) return 0;
    const auto* one = answers[0].response();
    const auto* other = answers[1].response();
    return one && other ? normalise::alike_fields(one->headers, other->headers) : 0;
}

bool is_second_legacy(const http::Answer& answer, const http::Answer* first) {
    return &answer != first && answer.leg != http::Leg::candidate && answer.response();
}

}  // namespace

Comparison compare(const http::Exchange& exchange, const CompareLimits& limits,
                   const normalise::ProtoSchema* protos, rules::ScopedRules* rules,
                   const http::Response* twin) {
    const auto& request = exchange.request;
    const auto* legacy = http::find_answer(exchange, http::Leg::legacy);
    normalise::Context context{
        .method = request.method, .target = request.target, .protos = protos};
    Comparison comparison;
    const auto* reference = reference_response(legacy, comparison);
    const auto is_apart = [&](const http::Answer& answer) {
        return reference && &answer != legacy && answer.response() &&
               !is_identical(*reference, *answer.response());
    };
    const bool is_paired = std::ranges::any_of(exchange.answers, [&](const http::Answer& answer) {
        return is_second_legacy(answer, legacy);
    });
    const bool is_counted = reference && (is_paired || twin);
    std::optional<normalise::Document> document;
    if (is_counted || std::ranges::any_of(exchange.answers, is_apart)) {
        context.host = http::value_of(request.headers, "host").value_or("");
        if (!is_counted) context.alike_fields = alike_fields(exchange);
        context.has_one_body = !twin && has_one_body(exchange, legacy);
        document = normalise::to_document(*reference, limits.content, context);
    }
    comparison.answers.reserve(exchange.answers.size());
    for (const auto& answer : exchange.answers) {
        if (&answer == legacy) continue;
        comparison.answers.push_back(
            compare_answer(request, is_apart(answer) ? &*document : nullptr,
                           legacy != nullptr ? legacy->origin : http::Origin::sent, answer, limits,
                           context, rules));
        if (!reference || answer.failure()) continue;
        comparison.answers.back().uncomparable = environment_artefact(request, *reference, answer);
    }
    if (reference && twin) {
        const auto of_twin = normalise::to_document(*twin, limits.content, context);
        comparison.twin = diff(*document, of_twin, limits.diff, rules);
    }
    if (is_counted) comparison.present = census(*document);
    return comparison;
}

}  // namespace shadowdiff::diff
