// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/kept.hpp"

#include "content/decode.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

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

store::AnswerRow to_row(const http::Answer& answer, const redact::Redactor& redactor,
                        bool with_bodies) {
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
    row.headers = redactor.fields(response.headers);
    if (!with_bodies) return row;
    if (auto body = body_of(response.headers, response.body, redactor)) {
        row.body = std::move(*body);
        row.body_kept = true;
    }
    return row;
}

// As diff names places: "$.price", "body", "body.guard".
bool is_in_body(std::string_view path) { return path.starts_with('$') || path.starts_with("body"); }

// The pattern is that of the finding, whatever else is known of this exchange.
store::DifferenceRow to_row(const judge::JudgedDifference& judged, const FindingName& finding,
                            const redact::Redactor& redactor, bool with_bodies) {
    const auto& difference = judged.difference;
    const auto value_of = [&](std::string_view value) {
        return with_bodies || !is_in_body(difference.path) ? redactor.value(difference.path, value)
                                                           : redactor.withheld(value);
    };
    return {finding.fingerprint,
            redactor.place(difference.path).text(),
            finding.pattern,
            std::string{name(difference.kind)},
            std::string{name(difference.severity)},
            std::string{name(judged.standing)},
            value_of(difference.legacy),
            value_of(difference.candidate),
            std::string{name(difference.hint)}};
}

// The differences of one row have it in common; it orders the rows.
auto shown_as(const judge::JudgedDifference& judged) {
    const auto& difference = judged.difference;
    return std::tuple{std::string_view{difference.pattern}, difference.kind, judged.standing};
}

std::vector<const judge::JudgedDifference*> by_what_they_show(const judge::Judgement& judgement) {
    std::vector<const judge::JudgedDifference*> sorted;
    sorted.reserve(judgement.differences.size());
    for (const auto& judged : judgement.differences) sorted.push_back(&judged);
    std::ranges::sort(sorted, {}, [](const auto* judged) { return shown_as(*judged); });
    return sorted;
}

// Several places of one exchange are one row.
std::vector<store::ShownRow> shown_in(const judge::Judgement& judgement, const std::string& route,
                                      const redact::Redactor& redactor, FindingNames& names) {
    std::vector<store::ShownRow> shown;
    const judge::JudgedDifference* before = nullptr;
    auto severity = diff::Severity::none;
    for (const auto* judged : by_what_they_show(judgement)) {
        const auto& difference = judged->difference;
        if (before == nullptr || shown_as(*before) != shown_as(*judged)) {
            const auto& finding = names.of(route, difference, redactor);
            shown.push_back({.fingerprint = finding.fingerprint,
                             .pattern = finding.pattern,
                             .kind = std::string{name(difference.kind)},
                             .standing = std::string{name(judged->standing)},
                             .severity = {}});
            severity = diff::Severity::none;
        }
        auto& row = shown.back();
        ++row.places;
        row.reproduced |= judged->reproduced;
        row.broken |= judged->broken != judge::Break::none;
        severity = std::max(severity, difference.severity);
        row.severity = name(severity);
        before = judged;
    }
    return shown;
}

void set_outline(store::ExchangeRow& row, const http::Exchange& exchange) {
    const auto set = [](const http::Answer* answer, auto& status, auto& until_last_byte) {
        if (!answer) return;
        if (const auto* response = answer->response()) status = response->status;
        if (answer->failure() && answer->failure()->status != 0) status = answer->failure()->status;
        until_last_byte = microseconds(answer->timing.last_byte);
    };
    set(find_answer(exchange, http::Leg::legacy), row.legacy_status, row.legacy_us);
    set(find_answer(exchange, http::Leg::candidate), row.candidate_status, row.candidate_us);
}

}  // namespace

store::ExchangeRow light_row(const http::Exchange& exchange, const std::string& route,
                             const judge::Judgement& judgement, const redact::Redactor& redactor,
                             FindingNames& names) {
    store::ExchangeRow row;
    row.id = to_hex(exchange.id);
    row.seen_at_us = microseconds(exchange.seen_at.time_since_epoch());
    row.route = route;
    row.method = exchange.request.method;
    row.verdict = name(judgement.verdict);
    row.reason = name(judgement.reason);
    row.severity = name(judgement.severity);
    row.shown = shown_in(judgement, route, redactor, names);
    set_outline(row, exchange);
    return row;
}

void add_details(store::ExchangeRow& row, const http::Exchange& exchange,
                 const judge::Judgement& judgement, const redact::Redactor& of_the_run,
                 FindingNames& names, bool with_bodies) {
    const auto& request = exchange.request;
    const auto redactor = of_the_run.aware_of(exchange);
    row.client = to_text(exchange.client);
    row.pairing = name(exchange.pairing);
    row.why = redactor.text(judgement.why).text();
    row.target = redactor.target(request.target, row.route);
    row.request_headers = redactor.fields(request.headers);
    for (const auto& answer : exchange.answers) {
        row.answers.push_back(to_row(answer, redactor, with_bodies));
    }
    for (const auto& judged : judgement.differences) {
        const auto& finding = names.of(row.route, judged.difference, of_the_run);
        row.differences.push_back(to_row(judged, finding, redactor, with_bodies));
    }
    if (!with_bodies) return;
    if (auto body = body_of(request.headers, request.body, redactor)) {
        row.request_body = std::move(*body);
        row.request_body_kept = true;
    }
}

}  // namespace shadowdiff::pipeline
