// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/join.hpp"

#include "pipeline/stages/footprint.hpp"

#include <utility>

namespace shadowdiff::pipeline {

bool Join::open(const http::RequestSeen& seen, std::string route) {
    if (waiting_.size() >= limits_.joining_max || waiting_.contains(seen.id)) return false;
    Waiting waiting;
    waiting.route = std::move(route);
    waiting.seen_at = seen.at;
    waiting.place = by_age_.insert(by_age_.end(), seen.id);
    return waiting_.emplace(seen.id, std::move(waiting)).second;
}

void Join::complete(http::Exchange exchange, bool awaits_observed, std::size_t asked) {
    const auto found = waiting_.find(exchange.id);
    if (found == waiting_.end()) return;
    found->second.awaits_observed = awaits_observed;
    found->second.asked = asked;
    found->second.exchange = std::make_unique<http::Exchange>(std::move(exchange));
    found->second.exchange->answers.reserve(asked + (awaits_observed ? 1 : 0));
}

void Join::reopen(Joined joined, std::size_t asked) {
    Waiting waiting;
    waiting.route = std::move(joined.route);
    waiting.seen_at = joined.exchange->seen_at;
    waiting.awaits_observed = false;
    waiting.asked = asked;
    waiting.turn = joined.turn;
    waiting.twin = std::move(joined.twin);
    const auto id = joined.exchange->id;
    waiting.exchange = std::move(joined.exchange);
    waiting.place = by_age_.insert(by_age_.end(), id);
    waiting_.emplace(id, std::move(waiting));
}

Departure Join::observed(const http::ExchangeId& id, http::Pairing pairing, http::Answer answer) {
    const auto found = waiting_.find(id);
    if (found == waiting_.end()) return std::nullopt;
    auto& waiting = found->second;
    if (waiting.exchange && !waiting.awaits_observed) return std::nullopt;
    if (!waiting.exchange) return leave(found, Reason::request_incomplete);
    if (pairing == http::Pairing::uncertain) return leave(found, Reason::uncertain_pairing);
    if (pairing == http::Pairing::resynchronised) {
        return leave(found, Reason::resynchronised_pairing);
    }
    waiting.awaits_observed = false;
    waiting.exchange->pairing = pairing;
    for (auto& other : waiting.exchange->answers) other.outcome.share_with(answer.outcome);
    waiting.exchange->answers.insert(waiting.exchange->answers.begin(), std::move(answer));
    return leave_if_whole(found);
}

Departure Join::lost(const http::ExchangeId& id, Reason reason) {
    const auto found = waiting_.find(id);
    if (found == waiting_.end()) return std::nullopt;
    if (found->second.exchange && !found->second.awaits_observed) return std::nullopt;
    return leave(found, reason);
}

Departure Join::answered(const http::ExchangeId& id, http::Answer answer) {
    const auto found = waiting_.find(id);
    if (found == waiting_.end() || !found->second.exchange) return std::nullopt;
    --found->second.asked;
    auto& answers = found->second.exchange->answers;
    if (!answers.empty()) answer.outcome.share_with(answers.front().outcome);
    answers.push_back(std::move(answer));
    return leave_if_whole(found);
}

Departure Join::drop(const http::ExchangeId& id, Reason reason) {
    const auto found = waiting_.find(id);
    if (found == waiting_.end()) return std::nullopt;
    return leave(found, reason);
}

std::vector<Dropped> Join::expire(Timestamp now) {
    std::vector<Dropped> overdue;
    for (auto next = by_age_.begin(); next != by_age_.end();) {
        const auto waiting = waiting_.find(*next++);
        if (waiting->second.seen_at + limits_.join_max > now) break;
        if (waiting->second.awaits_observed) {
            overdue.push_back(leave(waiting, Reason::answer_not_seen));
        }
    }
    return overdue;
}

std::vector<Left> Join::give_up(Reason reason) {
    std::vector<Left> all;
    while (!by_age_.empty()) {
        const auto waiting = waiting_.find(by_age_.front());
        if (waiting->second.turn != judge::Turn::first) {
            waiting->second.turn = judge::Turn::last;
            all.emplace_back(leave_whole(waiting));
        } else {
            all.emplace_back(leave(waiting, reason));
        }
    }
    return all;
}

bool Join::awaits_observed(const http::ExchangeId& id) const {
    const auto found = waiting_.find(id);
    if (found == waiting_.end()) return false;
    return !found->second.exchange || found->second.awaits_observed;
}

bool Join::is_complete(const http::ExchangeId& id) const {
    const auto found = waiting_.find(id);
    return found != waiting_.end() && found->second.exchange != nullptr;
}

const std::string* Join::route_of(const http::ExchangeId& id) const {
    const auto found = waiting_.find(id);
    return found == waiting_.end() ? nullptr : &found->second.route;
}

Departure Join::leave_if_whole(Table::iterator waiting) {
    if (waiting->second.awaits_observed || waiting->second.asked > 0) return std::nullopt;
    return leave_whole(waiting);
}

Joined Join::leave_whole(Table::iterator waiting) {
    auto left = take(waiting);
    return Joined{std::move(left.exchange), std::move(left.route), left.turn, std::move(left.twin)};
}

Dropped Join::leave(Table::iterator waiting, Reason reason) {
    const auto id = waiting->first;
    auto left = take(waiting);
    const auto bytes = left.exchange ? footprint(*left.exchange) : 0;
    return Dropped{id, std::move(left.route), left.seen_at, reason, bytes};
}

Join::Waiting Join::take(Table::iterator waiting) {
    by_age_.erase(waiting->second.place);
    auto node = waiting_.extract(waiting);
    return std::move(node.mapped());
}

}  // namespace shadowdiff::pipeline
