// SPDX-License-Identifier: Apache-2.0
#include "http/pairs.hpp"

#include "base/made.hpp"
#include "http/exchange_id.hpp"
#include "http/framing.hpp"
#include "http/outcome.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::http {
template <class Outcome>
void Pairs::settle(Pending& pending, Outcome&& outcome) {
    if (pending.is_settled) return;
    if (pending.spoilt_by != Reason::none) {
        return say_lost(pending, pending.spoilt_by, status_of(outcome));
    }
    if (pending.is_arriving) {
        pending.outcome = std::make_unique<WireSighting>(std::forward<Outcome>(outcome));
        return;
    }
    pending.is_settled = true;
    out_.emplace_back(std::forward<Outcome>(outcome));
}

template <class Outcome>
void Pairs::answer(Pending& pending, Outcome&& outcome) {
    pending.is_answered = true;
    if (!pending.outcome) settle(pending, std::forward<Outcome>(outcome));
    forget_done();
}

bool Pairs::begin_request(const RequestStart& start, Timestamp at, bool answers_are_in_step) {
    auto& last = enter(start, at, answers_are_in_step);
    out_.emplace_back(std::in_place_type<RequestSeen>, last.id, of_.connection, of_.client,
                      of_.server, at, std::string{start.method}, std::string{start.target},
                      std::string{start.host});
    arriving_head_.emplace(start.head);
    settle_unanswerable(last);
    return pending_.size() <= limits_.outstanding_max;
}

bool Pairs::take_whole_request(const RequestStart& start, Timestamp at, bool answers_are_in_step) {
    raise_certainty(at, answers_are_in_step);  // what waited long enough waits no more
    const bool is_one_too_many = pending_.size() >= limits_.outstanding_max;
    if (is_one_too_many) return begin_request(start, at, answers_are_in_step);
    auto& last = enter(start, at, answers_are_in_step);
    last.is_arriving = false;
    out_.emplace_back(std::in_place_type<WireRequest>, last.id, of_.connection, of_.client,
                      of_.server, at, last.pairing,
                      Made{[&] { return out_.copy_head(start.head); }}, Made{[] { return Body{}; }},
                      Made{[] { return Fields{}; }}, true);
    settle_unanswerable(last);
    return true;
}

Pairs::Pending& Pairs::enter(const RequestStart& start, Timestamp at, bool answers_are_in_step) {
    raise_certainty(at, answers_are_in_step);
    answers_may_be_missed_ = false;
    auto& last = pending_.emplace_back();
    last.id = exchange_id(of_.run_seed, of_.connection, ordinal_++);
    last.method = deciding_method(start.method);
    last.pairing = certainty_;
    last.may_switch = start.may_switch;
    last.seen_at = at;
    last.request_at = at;
    return last;
}

// Where it is known already that no answer will be its own.
void Pairs::settle_unanswerable(Pending& last) {
    if (server_gone_) {
        answer(last, failed(last, *server_gone_, std::nullopt));
    } else if (answers_lost_ != Reason::none) {
        answer(last, lost(last, answers_lost_));
    } else if (certainty_ == Pairing::uncertain) {
        settle(last, lost(last, Reason::uncertain_pairing));
    }
}

void Pairs::complete_request(Body body, Fields trailers, Timestamp at) {
    auto& last = pending_.back();
    last.is_arriving = false;
    last.request_at = at;
    if (arriving_head_ && !last.is_settled) {
        out_.emplace_back(std::in_place_type<WireRequest>, last.id, of_.connection, of_.client,
                          of_.server, last.seen_at, last.pairing, *std::move(arriving_head_),
                          std::move(body), std::move(trailers));
    }
    arriving_head_.reset();
    if (last.outcome) {
        count_from(at, *last.outcome);
        settle(last, std::move(*std::exchange(last.outcome, nullptr)));
    }
    forget_done();
}

void Pairs::spoil_request(Reason reason) {
    auto& last = pending_.back();
    arriving_head_.reset();
    last.spoilt_by = reason;
    if (last.outcome) settle(last, std::move(*std::exchange(last.outcome, nullptr)));
}

void Pairs::break_request(Reason reason) {
    spoil_request(reason);
    pending_.back().is_arriving = false;
    forget_done();
}

std::optional<ByteView> Pairs::awaited_method() const {
    const auto* pending = awaited();
    return pending ? std::optional{pending->method} : std::nullopt;
}

bool Pairs::waits_for_switch() const {
    if (pending_.empty()) return false;
    const auto& last = pending_.back();
    return last.may_switch && !last.is_arriving && !last.is_answered;
}

bool Pairs::is_answered_early() const {
    return !pending_.empty() && pending_.back().is_arriving && pending_.back().is_answered;
}

void Pairs::complete_answer(WireAnswer&& answer, Timestamp first_byte, Timestamp last_byte) {
    auto* pending = awaited();
    if (!pending) return;
    quiet_since_ = last_byte;
    note_pipelining(first_byte);
    answer.id = pending->id;
    answer.pairing = pending->pairing;
    answer.timing = timing(*pending, first_byte, last_byte);
    this->answer(*pending, std::move(answer));
}

void Pairs::take_whole_answer(const WholeAnswer& answer, Timestamp first_byte,
                              Timestamp last_byte) {
    auto* pending = awaited();
    if (!pending) return;
    const auto body = [&] { return make_body(out_.copy_body(answer.body)); };
    const bool is_told_now = !pending->is_settled && !pending->is_arriving;
    if (!is_told_now || pending->spoilt_by != Reason::none) {
        return complete_answer({{}, {}, answer.status, Bytes{answer.head}, body(), {}, {}},
                               first_byte, last_byte);
    }
    quiet_since_ = last_byte;
    note_pipelining(first_byte);
    pending->is_settled = true;
    pending->is_answered = true;
    out_.emplace_back(std::in_place_type<WireAnswer>, pending->id, pending->pairing, answer.status,
                      Made{[&] { return out_.copy_head(answer.head); }}, Made{body},
                      Made{[] { return Fields{}; }},
                      Made{[&] { return timing(*pending, first_byte, last_byte); }});
    forget_done();
}

void Pairs::fail_answer(Failure failure, std::optional<Timestamp> first_byte) {
    auto* pending = awaited();
    if (pending) answer(*pending, failed(*pending, failure, first_byte));
}

void Pairs::lose_answer(Reason reason, std::uint16_t status) {
    auto* pending = awaited();
    if (pending) answer(*pending, lost(*pending, reason, status));
}

void Pairs::doubt_all() {
    doubt_later();
    answers_may_be_missed_ = true;
    for (auto& pending : pending_) {
        if (pending.is_answered) continue;
        pending.pairing = Pairing::uncertain;
        settle(pending, lost(pending, Reason::uncertain_pairing));
    }
}

void Pairs::end_answers(const Failure& failure) {
    server_gone_ = failure;
    while (auto* pending = awaited()) answer(*pending, failed(*pending, failure, std::nullopt));
}

void Pairs::lose_answers(Reason reason) {
    answers_lost_ = reason;
    while (auto* pending = awaited()) answer(*pending, lost(*pending, reason));
}

void Pairs::lose_all(Reason reason, std::uint16_t first_status) {
    const auto* first = awaited();
    for (auto& pending : pending_) {
        if (pending.is_settled) continue;
        const auto own = pending.outcome ? status_of(*pending.outcome) : std::uint16_t{0};
        const auto why = pending.spoilt_by == Reason::none ? reason : pending.spoilt_by;
        say_lost(pending, why, &pending == first ? first_status : own);
    }
    pending_.clear();
    arriving_head_.reset();
}

const Pairs::Pending* Pairs::awaited() const {
    const auto found = std::ranges::find(pending_, false, &Pending::is_answered);
    return found == pending_.end() ? nullptr : &*found;
}

Pairs::Pending* Pairs::awaited() {
    const auto found = std::ranges::find(pending_, false, &Pending::is_answered);
    return found == pending_.end() ? nullptr : &*found;
}

void Pairs::forget_done() {
    while (!pending_.empty() && pending_.front().is_answered && !pending_.front().is_arriving) {
        pending_.pop_front();
    }
}

void Pairs::say_lost(Pending& pending, Reason reason, std::uint16_t status) {
    pending.is_settled = true;
    out_.push_back(lost(pending, reason, status));
}

Lost Pairs::lost(const Pending& pending, Reason reason, std::uint16_t status) const {
    return {pending.id, reason, status};
}

Timing Pairs::timing(const Pending& pending, std::optional<Timestamp> first_byte,
                     std::optional<Timestamp> last_byte) const {
    // An answer may begin before its request has ended, and packets may be captured out of order.
    const auto since = [&](Timestamp at) { return std::max(at - pending.request_at, Duration{0}); };
    return {pending.request_at, first_byte.transform(since), last_byte.transform(since)};
}

AnswerSeen Pairs::failed(const Pending& pending, const Failure& failure,
                         std::optional<Timestamp> first_byte) const {
    Answer seen{Leg::legacy, Origin::observed, 0, failure,
                timing(pending, first_byte, std::nullopt)};
    return AnswerSeen{pending.id, pending.pairing, std::move(seen)};
}

}  // namespace shadowdiff::http
