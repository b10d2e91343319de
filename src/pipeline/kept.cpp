// SPDX-License-Identifier: Apache-2.0
#include "pipeline/kept.hpp"

#include "content/decode.hpp"

#include <chrono>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

std::int64_t microseconds(Duration duration) {
    return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
}

std::optional<std::int64_t> microseconds(const std::optional<Duration>& duration) {
    if (!duration) return std::nullopt;
    return microseconds(*duration);
}

// The decoded body, redacted. Nothing when it was not kept whole, does not decode, or cannot be
// looked through: what cannot be redacted is not stored.
std::optional<redact::Redacted> body_of(const http::Fields& headers, const http::Body& body,
                                        const redact::Redactor& redactor) {
    if (!body.is_whole()) return std::nullopt;
    const auto codings = http::list_members(headers, "Content-Encoding");
    const auto decoded = content::decode(body.bytes, codings);
    if (!decoded) return std::nullopt;
    return redactor.body(*decoded, http::value_of(headers, "Content-Type").value_or(""));
}

store::AnswerRow to_row(const http::Answer& answer, Detail detail,
                        const redact::Redactor& redactor) {
    store::AnswerRow row;
    row.leg = name(answer.leg);
    row.origin = name(answer.origin);
    row.attempt = answer.attempt;
    row.first_byte_us = microseconds(answer.timing.first_byte);
    row.last_byte_us = microseconds(answer.timing.last_byte);
    if (const auto* failure = answer.failure()) {
        row.failure = name(failure->failure_class);
        row.detail = redactor.text(failure->detail);
        if (failure->status != 0) row.status = failure->status;
        return row;
    }
    const auto& response = *answer.response();
    row.status = response.status;
    row.body_length = response.body.length;
    if (detail == Detail::light) return row;
    row.headers = redactor.fields(response.headers);
    if (auto body = body_of(response.headers, response.body, redactor)) {
        row.body = std::move(*body);
        row.body_kept = true;
    }
    return row;
}

store::DifferenceRow to_row(const judge::JudgedDifference& judged,
                            const redact::Redactor& redactor) {
    const auto& difference = judged.difference;
    return {difference.path,
            difference.pattern,
            std::string{name(difference.kind)},
            std::string{name(difference.severity)},
            std::string{name(judged.standing)},
            redactor.value(difference.path, difference.legacy),
            redactor.value(difference.path, difference.candidate)};
}

}  // namespace

store::ExchangeRow to_row(const http::Exchange& exchange, const std::string& route,
                          const judge::Judgement& judgement, Detail detail,
                          const redact::Redactor& redactor) {
    store::ExchangeRow row;
    row.id = to_hex(exchange.id);
    row.seen_at_us = microseconds(exchange.seen_at.time_since_epoch());
    row.client = to_text(exchange.client);
    row.route = route;
    row.method = exchange.request.method;
    row.target = redactor.target(exchange.request.target);
    row.pairing = name(exchange.pairing);
    row.verdict = name(judgement.verdict);
    row.reason = name(judgement.reason);
    row.severity = name(judgement.severity);
    row.why = judgement.why;
    for (const auto& answer : exchange.answers)
        row.answers.push_back(to_row(answer, detail, redactor));
    for (const auto& judged : judgement.differences)
        row.differences.push_back(to_row(judged, redactor));
    if (detail == Detail::light) return row;
    const auto& request = exchange.request;
    row.request_headers = redactor.fields(request.headers);
    if (auto body = body_of(request.headers, request.body, redactor)) {
        row.request_body = std::move(*body);
        row.request_body_kept = true;
    }
    return row;
}

}  // namespace shadowdiff::pipeline
