// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/assembly.hpp"

#include "base/overload.hpp"

namespace shadowdiff::pipeline {

void Assembly::take(http::WireSighting&& sighting) {
    std::visit(Overload{
                   [this](http::WireRequest& wire) { on(http::parsed(std::move(wire))); },
                   [this](http::WireAnswer& wire) { on(http::parsed(std::move(wire))); },
                   [this](auto& other) { on(std::move(other)); },
               },
               sighting);
}

void Assembly::on(http::RequestSeen&& seen) {
    auto& open = open_[seen.id];
    open.is_request_whole = false;
    auto& exchange = open.exchange;
    exchange.id = seen.id;
    exchange.connection = seen.connection;
    exchange.client = seen.client;
    exchange.server = seen.server;
    exchange.seen_at = seen.at;
    exchange.request.method = std::move(seen.method);
    exchange.request.target = std::move(seen.target);
    if (!seen.host.empty()) exchange.request.headers.push_back({"Host", std::move(seen.host)});
}

void Assembly::on(http::RequestComplete&& complete) {
    auto& open = open_[complete.exchange.id];
    open.is_request_whole = true;
    open.exchange = std::move(complete.exchange);
}

void Assembly::on(http::AnswerSeen&& seen) {
    auto open = open_.extract(seen.id);
    if (open.empty()) return;
    auto& told = open.mapped();
    told.exchange.pairing = seen.pairing;
    told.exchange.answers.reserve(2);  // another leg's may come to it
    told.exchange.answers.push_back(std::move(seen.answer));
    if (!told.is_request_whole) told.lost = Reason::request_incomplete;
    on_whole_(std::move(told));
}

void Assembly::on(const http::Lost& lost) {
    auto open = open_.extract(lost.id);
    if (open.empty()) return;
    open.mapped().lost = lost.reason;
    on_whole_(std::move(open.mapped()));
}

}  // namespace shadowdiff::pipeline
