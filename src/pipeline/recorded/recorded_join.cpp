// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded/recorded_join.hpp"

#include <utility>
#include <variant>

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

// By the bodies' digests: their octets are another thread's memory.
bool is_legacys(const http::WireAnswer& wire, const RecordedExchange& request) {
    const auto& answers = request.exchange->answers;
    const auto* legacy = answers.empty() ? nullptr : answers.front().response();
    return legacy != nullptr && http::is_same(wire.body, legacy->body) &&
           wire.head == request.answer_head && wire.trailers == legacy->trailers;
}

// The leg's answer joins those of the exchange. One that is legacy's, octet for octet, is not
// parsed again.
http::Answer& add_answer_of(RecordedAnswer& answered, RecordedExchange& request) {
    auto& answers = request.exchange->answers;
    if (auto* parsed = std::get_if<http::Answer>(&answered.answer)) {
        return answers.emplace_back(std::move(*parsed));
    }
    auto& wire = std::get<http::WireAnswer>(answered.answer);
    if (!is_legacys(wire, request)) {
        return answers.emplace_back(http::parsed(std::move(wire)).answer);
    }
    auto& answer = answers.emplace_back();
    answer.outcome = answers.front().outcome;
    answer.timing = wire.timing;
    return answer;
}

}  // namespace

void RecordedJoin::add(RecordedExchange&& request, RecordedAnswer&& answered) {
    const bool none_waits = requests_.size() == 0 && answers_.size() == 0;
    const bool are_pair = none_waits && request.is_request_whole && answered.is_request_whole &&
                          outline_of(request).key.hash == answered.key.hash;
    if (!are_pair) {
        add_answer(std::move(answered));
        return add_request(std::move(request));
    }
    count(answered.key);
    pair(std::move(request), std::move(answered));
}

void RecordedJoin::count(const JoinKey& key) {
    ++(key.has_request_id ? counts_.by_request_id : counts_.by_content);
}

void RecordedJoin::add_request(RecordedExchange&& request) {
    if (!request.is_request_whole) {
        left_.emplace_back() = std::move(request);
        return;
    }
    const auto key = outline_of(request).key;
    if (auto answered = answers_.take(key.hash)) {
        count(key);
        return pair(std::move(request), *std::move(answered));
    }
    if (has_ended_) return leave_alone(std::move(request), Reason::answer_not_seen);
    const auto bytes = request.outline->bytes + request.answer_head.size();
    requests_.add(key.hash, std::move(request), bytes);
    while (is_over(requests_)) {
        leave_alone(*requests_.take_oldest(), Reason::answer_not_seen);
    }
}

void RecordedJoin::add_answer(RecordedAnswer&& answered) {
    if (!answered.is_request_whole) return;
    const auto key = answered.key;
    if (auto request = requests_.take(key.hash)) {
        count(key);
        return pair(*std::move(request), std::move(answered));
    }
    const auto bytes = footprint(answered);
    answers_.add(key.hash, std::move(answered), bytes);
    while (is_over(answers_)) {
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

void RecordedJoin::pair(RecordedExchange&& request, RecordedAnswer&& answered) {
    if (answered.lost != Reason::none) return leave_alone(std::move(request), answered.lost);
    if (std::holds_alternative<std::monostate>(answered.answer)) {
        return leave_alone(std::move(request), Reason::answer_not_seen);
    }
    const auto doubt = reason_of(answered.pairing);
    if (doubt != Reason::none) return leave_alone(std::move(request), doubt);
    auto& answer = add_answer_of(answered, request);
    answer.leg = leg_;
    request.outline->bytes += footprint(answer);
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
