// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/pipeline/told_exchanges.hpp"

#include <fmt/format.h>

namespace shadowdiff::test {

using namespace http;

void ToldExchanges::take(const Sighting& sighting) {
    std::visit([this](const auto& one) { on(one); }, sighting);
}

std::string ToldExchanges::text() const {
    std::string text;
    for (const auto& told : told_) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", told.request, told.outcome);
    }
    return text.empty() ? "nothing" : text;
}

void ToldExchanges::on(const RequestSeen& seen) {
    places_[seen.id] = told_.size();
    told_.push_back({fmt::format("{} {}", seen.method, seen.target), ""});
}

void ToldExchanges::on(const RequestComplete& complete) {
    const auto& body = complete.exchange.request.body;
    if (body.length > 0) {
        told_[places_.at(complete.exchange.id)].request += fmt::format(" {}", body.length);
    }
}

void ToldExchanges::on(const AnswerSeen& seen) {
    auto& outcome = told_[places_.at(seen.id)].outcome;
    if (const auto* response = seen.answer.response()) {
        outcome = fmt::format("-> {} {}", response->status, response->body.length);
        last_fields_.clear();
        for (const auto& field : response->headers) {
            last_fields_ += fmt::format("| {}: {}\n", field.name, field.value);
        }
    } else {
        const auto failure = seen.answer.failure()->failure_class;
        outcome = failure == FailureClass::reset_before_answer
                      ? "-> none"
                      : fmt::format("-> {}", name(failure));
    }
    if (seen.pairing != Pairing::exact) outcome += fmt::format(" {}", name(seen.pairing));
}

void ToldExchanges::on(const Lost& lost) {
    told_[places_.at(lost.id)].outcome = lost.reason == Reason::request_incomplete
                                             ? "refused"
                                             : fmt::format("dropped {}", name(lost.reason));
}

}  // namespace shadowdiff::test
