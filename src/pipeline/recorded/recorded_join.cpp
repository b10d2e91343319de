// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded/recorded_join.hpp"

#include <utility>

namespace shadowdiff::pipeline {
namespace {

Reason reason_of(http::Pairing pairing) {
    switch (pairing) {
        case http::Pairing::exact: return Reason::none;
        case http::Pairing::resynchronised: return Reason::resynchronised_pairing;
        case http::Pairing::uncertain: return Reason::uncertain_pairing;
    }
    return Reason::none;
}

}  // namespace

void JoinWindow::add(const Hash128& key, RecordedExchange&& recorded) {
    const auto bytes = outline_of(recorded).bytes;
    bytes_ += bytes;
    auto& waiting = by_age_.emplace_back(key, std::move(recorded), bytes);
    waiting.place = std::prev(by_age_.end());
    auto& chain = by_key_[key];
    (chain.last != nullptr ? chain.last->next : chain.first) = &waiting;
    chain.last = &waiting;
}

std::optional<RecordedExchange> JoinWindow::take(const Hash128& key) {
    const auto chain = by_key_.find(key);
    if (chain == by_key_.end()) return std::nullopt;
    auto& waiting = *chain->second.first;
    chain->second.first = waiting.next;
    if (waiting.next == nullptr) by_key_.erase(chain);
    bytes_ -= waiting.bytes;
    std::optional<RecordedExchange> taken{std::move(waiting.recorded)};
    by_age_.erase(waiting.place);
    return taken;
}

// The oldest of all is the oldest of its key.
std::optional<RecordedExchange> JoinWindow::take_oldest() {
    if (by_age_.empty()) return std::nullopt;
    return take(Hash128{by_age_.front().key});
}

void RecordedJoin::add_request(RecordedExchange&& request) {
    if (!request.is_request_whole) {
        left_.emplace_back() = std::move(request);
        return;
    }
    const auto key = outline_of(request).key;
    if (auto answered = answers_.take(key.hash)) {
        ++(key.has_request_id ? counts_.by_request_id : counts_.by_content);
        return pair(std::move(request), *std::move(answered));
    }
    if (has_ended_) return leave_alone(std::move(request), Reason::answer_not_seen);
    requests_.add(key.hash, std::move(request));
    while (requests_.is_over(limits_)) {
        leave_alone(*requests_.take_oldest(), Reason::answer_not_seen);
    }
}

void RecordedJoin::add_answer(RecordedExchange&& answered) {
    if (!answered.is_request_whole) return;
    const auto key = outline_of(answered).key;
    if (auto request = requests_.take(key.hash)) {
        ++(key.has_request_id ? counts_.by_request_id : counts_.by_content);
        return pair(*std::move(request), std::move(answered));
    }
    answers_.add(key.hash, std::move(answered));
    while (answers_.is_over(limits_)) {
        answers_.take_oldest();
        ++counts_.unclaimed;
    }
}

void RecordedJoin::end_answers() {
    has_ended_ = true;
    while (auto request = requests_.take_oldest()) {
        leave_alone(*std::move(request), Reason::answer_not_seen);
    }
}

void RecordedJoin::end_requests() {
    while (answers_.take_oldest()) ++counts_.unclaimed;
}

void RecordedJoin::pair(RecordedExchange&& request, RecordedExchange&& answered) {
    auto& answers = answered.exchange.answers;
    if (answered.lost != Reason::none || answers.empty()) {
        const bool is_told = answered.lost != Reason::none;
        return leave_alone(std::move(request), is_told ? answered.lost : Reason::answer_not_seen);
    }
    const auto doubt = reason_of(answered.exchange.pairing);
    if (doubt != Reason::none) return leave_alone(std::move(request), doubt);
    auto& answer = answers.front();
    answer.leg = leg_;
    request.outline->bytes += answered.outline->first_answer_bytes;
    request.exchange.answers.push_back(std::move(answer));
    left_.emplace_back() = std::move(request);
}

// Legacy's own noise may stay unknown; without the candidate's answer there is nothing to compare.
void RecordedJoin::leave_alone(RecordedExchange&& request, Reason reason) {
    if (leg_ == http::Leg::candidate && request.lost == Reason::none) {
        request.lost = reason;
        request.is_request_whole = false;
    }
    left_.emplace_back() = std::move(request);
}

std::optional<RecordedExchange> RecordedJoin::next() {
    if (left_.empty()) return std::nullopt;
    std::optional<RecordedExchange> left{std::move(left_.front())};
    left_.pop_front();
    return left;
}

}  // namespace shadowdiff::pipeline
