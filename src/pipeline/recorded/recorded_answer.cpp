// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded/recorded_answer.hpp"

#include "pipeline/stages/footprint.hpp"

#include <utility>

namespace shadowdiff::pipeline {

RecordedAnswer answer_of(RecordedExchange&& recorded) {
    auto& answers = recorded.exchange->answers;
    RecordedAnswer answer{.key = outline_of(recorded).key,
                          .is_request_whole = recorded.is_request_whole,
                          .lost = recorded.lost,
                          .pairing = recorded.exchange->pairing,
                          .answer = {}};
    if (!answers.empty()) answer.answer = std::move(answers.front());
    return answer;
}

std::size_t footprint(const RecordedAnswer& answer) {
    if (const auto* wire = std::get_if<http::WireAnswer>(&answer.answer)) {
        return sizeof answer + wire->head.size() + wire->body.bytes.size();
    }
    const auto* parsed = std::get_if<http::Answer>(&answer.answer);
    return sizeof answer + (parsed != nullptr ? footprint(*parsed) : 0);
}

}  // namespace shadowdiff::pipeline
