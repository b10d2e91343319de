// SPDX-License-Identifier: Apache-2.0
#include "pipeline/kept_run/restored.hpp"

#include "http/head.hpp"
#include "recording/plain_request.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

http::Fields fields_of(const store::StoredText& text) {
    auto fields = http::parse_fields(text.text() + "\r\n", http::Strictness::lenient,
                                     HttpLimits{}.headers_max);
    return fields ? *std::move(fields) : http::Fields{};
}

http::Leg leg_of(std::string_view text) {
    return *std::ranges::find(http::all_legs, text, [](http::Leg leg) { return name(leg); });
}

http::Origin origin_of(std::string_view text) {
    if (text == name(http::Origin::observed)) return http::Origin::observed;
    return text == name(http::Origin::recorded) ? http::Origin::recorded : http::Origin::sent;
}

http::Failure failure_of(const store::AnswerRow& row) {
    return {
        .failure_class =
            http::failure_class_from_name(row.failure).value_or(http::FailureClass::total_timeout),
        .detail = row.detail.text(),
        .status = row.status.value_or(std::uint16_t{0})};
}

http::Response response_of(const store::AnswerRow& row) {
    http::Response response;
    response.status = row.status.value_or(std::uint16_t{0});
    response.headers = fields_of(row.headers);
    // An empty body keeps its Content-Length: in answer to HEAD that tells something.
    const auto& body = row.body.text();
    if (!body.empty()) recording::set_body(response.headers, response.body, body);
    return response;
}

}  // namespace

std::expected<http::Exchange, std::string_view> restored(const store::ExchangeRow& row) {
    if (!row.is_whole) return std::unexpected{"kept without its answers"};
    http::Exchange exchange;
    exchange.seen_at = Timestamp{std::chrono::microseconds{row.seen_at_us}};
    exchange.request.method = row.method;
    exchange.request.target = row.target.text();
    exchange.request.headers = fields_of(row.request_headers);
    for (const auto& answer : row.answers) {
        const bool is_known = std::ranges::any_of(
            http::all_legs, [&](http::Leg leg) { return name(leg) == answer.leg; });
        if (!is_known) return std::unexpected{"of a leg that is not known"};
        http::Answer made{.leg = leg_of(answer.leg),
                          .origin = origin_of(answer.origin),
                          .attempt = answer.attempt,
                          .outcome = failure_of(answer),
                          .timing = {}};
        if (answer.failure.empty()) {
            if (!answer.body_kept && answer.body_length > 0) {
                return std::unexpected{"kept without a body"};
            }
            made.outcome = response_of(answer);
        }
        exchange.answers.push_back(std::move(made));
    }
    return exchange;
}

}  // namespace shadowdiff::pipeline
