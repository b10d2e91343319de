// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded/recorded_form.hpp"

#include "recording/record.hpp"
#include "redact/match.hpp"

#include <algorithm>

namespace shadowdiff::pipeline {
namespace {

bool holds_marks(const http::Response& response) {
    const auto is_marked = [](const http::Field& field) {
        return redact::holds_redacted(field.value);
    };
    return redact::holds_redacted(response.body.bytes) ||
           std::ranges::any_of(response.headers, is_marked) ||
           std::ranges::any_of(response.trailers, is_marked);
}

}  // namespace

bool holds_marks(const http::Exchange& exchange) {
    return std::ranges::any_of(exchange.answers, [](const http::Answer& answer) {
        return answer.origin == http::Origin::recorded && answer.response() != nullptr &&
               holds_marks(*answer.response());
    });
}

http::Response in_recorded_form(const http::Response& response, const redact::Redactor& redactor) {
    auto recorded = recording::as_recorded(response, redactor);
    for (auto* fields : {&recorded.headers, &recorded.trailers}) {
        for (const auto& field : *fields) {
            if (!redact::holds_redacted(field.value)) continue;
            fields->set_value(field, redact::without_digests(field.value));
        }
    }
    if (redact::holds_redacted(recorded.body.bytes)) {
        recorded.body = http::make_body(redact::without_digests(recorded.body.bytes));
    }
    return recorded;
}

http::Exchange in_recorded_form(const http::Exchange& exchange, const redact::Redactor& redactor) {
    auto recorded = exchange;
    for (auto& answer : recorded.answers) {
        if (const auto* response = answer.response()) {
            answer.outcome = in_recorded_form(*response, redactor);
        }
    }
    return recorded;
}

}  // namespace shadowdiff::pipeline
