// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/assembly.hpp"

#include <utility>
#include <variant>

namespace shadowdiff::pipeline {

void Assembly::take(http::WireSighting&& sighting) {
    std::visit([this](auto& one) { on(one); }, sighting);
}

void Assembly::on(http::RequestSeen& seen) {
    auto made = std::make_unique<http::Exchange>();
    auto& exchange = *made;
    exchange.id = seen.id;
    exchange.connection = seen.connection;
    exchange.client = seen.client;
    exchange.server = seen.server;
    exchange.seen_at = seen.at;
    exchange.request.method = std::move(seen.method);
    exchange.request.target = std::move(seen.target);
    if (!seen.host.empty()) exchange.request.headers.push_back({"Host", seen.host});
    open_[seen.id] = {std::move(made), false};
}

void Assembly::on(http::WireRequest& wire) {
    const auto id = wire.id;
    auto made = std::make_unique<http::Exchange>();
    http::parse(std::move(wire), *made);
    open_[id] = {std::move(made), true};
}

void Assembly::on(http::WireAnswer& wire) {
    auto seen = http::parsed(std::move(wire));  // which leaves its head
    end(std::move(seen), std::move(wire.head));
}

void Assembly::end(http::AnswerSeen&& seen, Bytes head) {
    auto [exchange, is_request_whole] = take_open(seen.id);
    if (!exchange) return;
    exchange->pairing = seen.pairing;
    exchange->answers.reserve(2);  // another leg's may come to it
    exchange->answers.push_back(std::move(seen.answer));
    on_whole_({.exchange = std::move(exchange),
               .lost = is_request_whole ? Reason::none : Reason::request_incomplete,
               .is_request_whole = is_request_whole,
               .answer_head = std::move(head)});
}

void Assembly::on(const http::Lost& lost) {
    auto [exchange, is_request_whole] = take_open(lost.id);
    if (!exchange) return;
    on_whole_({.exchange = std::move(exchange),
               .lost = lost.reason,
               .is_request_whole = is_request_whole});
}

Assembly::Open Assembly::take_open(const http::ExchangeId& id) {
    const auto found = open_.find(id);
    if (found == open_.end()) return {};
    auto open = std::move(found->second);
    open_.erase(found);
    return open;
}

}  // namespace shadowdiff::pipeline
