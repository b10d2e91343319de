// SPDX-License-Identifier: Apache-2.0
// Sightings of a capture -> whole exchanges, in the order in which they end.
#pragma once

#include "http/wire_sighting.hpp"
#include "pipeline/recorded/recorded_exchange.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <functional>
#include <memory>
#include <utility>

namespace shadowdiff::pipeline {

/// Holds what the capture behind it has told and not ended: its bounds are that capture's.
class Assembly {
public:
    using OnWhole = std::function<void(RecordedExchange&&)>;

    explicit Assembly(OnWhole on_whole) : on_whole_{std::move(on_whole)} {}

    void take(http::WireSighting&& sighting);

private:
    struct Open {
        std::unique_ptr<http::Exchange> exchange;
        bool is_request_whole = false;
    };

    void on(http::RequestSeen& seen);
    void on(http::WireRequest& wire);
    void on(http::WireAnswer& wire);
    void on(http::AnswerSeen& seen) { end(std::move(seen), {}); }
    void on(const http::Lost& lost);
    void on(const http::ConnectionEnded&) {}
    void on(const http::BlindSpot&) {}
    void end(http::AnswerSeen&& seen, Bytes head);
    Open take_open(const http::ExchangeId& id);

    OnWhole on_whole_;
    boost::unordered_flat_map<http::ExchangeId, Open, std::hash<Hash128>> open_;
};

}  // namespace shadowdiff::pipeline
