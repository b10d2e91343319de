// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/answer_assembly.hpp"

#include <utility>
#include <variant>

namespace shadowdiff::pipeline {

void AnswerAssembly::take(http::WireSighting&& sighting) {
    std::visit([this](auto& one) { on(one); }, sighting);
}

template <class Answer>
void AnswerAssembly::end(http::ExchangeId id, http::Pairing pairing, Answer&& answer) {
    const auto open = open_.find(id);
    if (open == open_.end()) return;
    RecordedAnswer told{.key = open->second.key,
                        .is_request_whole = open->second.is_request_whole,
                        .pairing = pairing,
                        .answer = std::forward<Answer>(answer)};
    open_.erase(open);
    on_whole_(std::move(told));
}

void AnswerAssembly::on(const http::Lost& lost) {
    const auto open = open_.find(lost.id);
    if (open == open_.end()) return;
    RecordedAnswer told{.key = open->second.key,
                        .is_request_whole = open->second.is_request_whole,
                        .lost = lost.reason,
                        .answer = {}};
    open_.erase(open);
    on_whole_(std::move(told));
}

}  // namespace shadowdiff::pipeline
