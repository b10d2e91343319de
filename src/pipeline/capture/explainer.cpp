// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/explainer.hpp"

#include "base/reason.hpp"
#include "http/syntax.hpp"

#include <utility>

namespace shadowdiff::pipeline {
namespace {

constexpr std::size_t method_bytes_max = 32;  // longer than any registered method

// Seen and understood: no loss.
bool is_loss(Blind blind) {
    return blind != Blind::not_tcp_frames && blind != Blind::proxied_connections;
}

bool counts_bytes(Blind blind) {
    return blind == Blind::gap_bytes || blind == Blind::unparsable_bytes;
}

std::string_view name_of(reassembly::CloseCause cause) {
    using reassembly::CloseCause;
    switch (cause) {
        case CloseCause::finished: return "finished";
        case CloseCause::reset: return "reset";
        case CloseCause::idle: return "idle";
        case CloseCause::evicted: return "evicted";
        case CloseCause::replaced: return "replaced";
        case CloseCause::shed: return "shed";
        case CloseCause::capture_ended: return "capture_ended";
    }
    std::unreachable();
}

Timestamp time_of(const reassembly::StreamEvent& event) {
    return std::visit([](const auto& one) { return one.at; }, event);
}

}  // namespace

void FrameExplainer::take(const frames::Packet& packet, const frames::Decoder& decoder,
                          const std::optional<frames::Segment>& segment) {
    last_at_ = packet.at;
    if (decoder.coverage() == known_) return;
    const auto before = std::exchange(known_, decoder.coverage());
    for (std::size_t i = 0; i < blind_count; ++i) {
        const auto blind = static_cast<Blind>(i);
        auto grown = known_[blind] - before[blind];
        if (grown > 0 && decoder.lost() == blind && is_loss(blind)) {
            Explanation one{.at = packet.at, .reason = name(blind), .packet = packet.number};
            if (segment) one.connection = {segment->source, segment->destination};
            one.bytes = packet.bytes;
            log_.add(one);
            --grown;
        }
        tell_growth(blind, grown);
    }
}

// Of earlier packets: fragments that were given up now.
void FrameExplainer::tell_growth(Blind blind, std::uint64_t amount) {
    if (amount == 0 || !is_loss(blind)) return;
    log_.add({.at = last_at_, .reason = name(blind), .amount = amount});
}

void FrameExplainer::finish(const frames::Decoder& decoder) {
    const auto before = std::exchange(known_, decoder.coverage());
    for (std::size_t i = 0; i < blind_count; ++i) {
        const auto blind = static_cast<Blind>(i);
        tell_growth(blind, known_[blind] - before[blind]);
    }
}

void FlowExplainer::begin(const reassembly::StreamEvent& event) {
    at_ = time_of(event);
    data_ = {};
    closed_ = {};
    std::visit([this](const auto& one) { on(one); }, event);
}

void FlowExplainer::take(const http::WireSighting& sighting) {
    std::visit([this](const auto& one) { on(one); }, sighting);
}

void FlowExplainer::end(const reassembly::StreamEvent& event) {
    data_ = {};
    if (const auto* closed = std::get_if<reassembly::Closed>(&event)) {
        connections_.erase(closed->connection);
    }
}

void FlowExplainer::on(const reassembly::Opened& opened) {
    connections_[opened.connection] = {opened.initiator, opened.responder};
}

void FlowExplainer::on(const reassembly::Data& data) {
    connections_[data.connection].ends[static_cast<std::size_t>(data.sender)] += data.bytes.size();
    data_ = data.bytes;
}

void FlowExplainer::on(const reassembly::Gap& gap) {
    auto& connection = connections_[gap.connection];
    auto& end = connection.ends[static_cast<std::size_t>(gap.sender)];
    auto one = about(gap.connection, name(Blind::gap_bytes));
    one.sender = connection.endpoint(gap.sender);
    one.offset = std::exchange(end, end + gap.bytes);
    one.amount = gap.bytes;
    log_.add(one);
}

void FlowExplainer::on(const reassembly::Closed& closed) {
    closed_ = name_of(closed.cause);
    if (closed.cause == reassembly::CloseCause::evicted) {
        log_.add(about(closed.connection, name(Blind::evicted_connections)));
    }
    if (closed.cause == reassembly::CloseCause::shed) {
        log_.add(about(closed.connection, name(Blind::shed_connections)));
    }
    if (closed.is_one_sided) {
        log_.add(about(closed.connection, name(Blind::one_sided_connections)));
    }
}

void FlowExplainer::on(const http::RequestSeen& seen) {
    const bool is_shown = seen.method.size() <= method_bytes_max && http::is_token(seen.method);
    waiting_[seen.id] = {{seen.client, seen.server}, is_shown ? seen.method : std::string{}};
}

void FlowExplainer::on(const http::BlindSpot& spot) {
    if (!is_loss(spot.blind)) return;
    const auto known = connections_.find(spot.connection);
    auto one = about(spot.connection, name(spot.blind));
    one.at = spot.at;
    one.closed = closed_;
    if (known != connections_.end()) {
        one.sender = known->second.endpoint(spot.sender);
        one.offset = spot.offset;
    }
    if (counts_bytes(spot.blind)) one.amount = spot.amount;
    one.bytes = data_;
    log_.add(one);
}

Reason FlowExplainer::reason_of(http::Pairing pairing) {
    switch (pairing) {
        case http::Pairing::exact: return Reason::none;
        case http::Pairing::resynchronised: return Reason::resynchronised_pairing;
        case http::Pairing::uncertain: return Reason::uncertain_pairing;
    }
    std::unreachable();
}

void FlowExplainer::settle(const http::ExchangeId& id, Reason reason) {
    const auto request = waiting_.extract(id);
    if (reason == Reason::none || request.empty()) return;
    const auto& [connection, method] = request.mapped();
    log_.add({.at = at_,
              .reason = name(reason),
              .connection = connection,
              .method = method,
              .closed = closed_});
}

Explanation FlowExplainer::about(reassembly::ConnectionId id, std::string_view reason) const {
    Explanation one{.at = at_, .reason = reason};
    const auto known = connections_.find(id);
    if (known != connections_.end()) {
        one.connection = {known->second.initiator, known->second.responder};
    }
    return one;
}

}  // namespace shadowdiff::pipeline
