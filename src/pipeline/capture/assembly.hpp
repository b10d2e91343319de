// SPDX-License-Identifier: Apache-2.0
// Sightings of a capture -> whole exchanges, in the order in which they end.
#pragma once

#include "http/wire_sighting.hpp"
#include "pipeline/recorded/recorded_exchange.hpp"

#include <functional>
#include <unordered_map>
#include <utility>

namespace shadowdiff::pipeline {

/// Holds what the capture behind it has told and not ended: its bounds are that capture's.
class Assembly {
public:
    using OnWhole = std::function<void(RecordedExchange&&)>;

    explicit Assembly(OnWhole on_whole) : on_whole_{std::move(on_whole)} {}

    void take(http::WireSighting&& sighting);

private:
    void on(http::RequestSeen&& seen);
    void on(http::RequestComplete&& complete);
    void on(http::AnswerSeen&& seen);
    void on(const http::Lost& lost);
    void on(const http::ConnectionEnded&) {}
    void on(const http::BlindSpot&) {}

    OnWhole on_whole_;
    std::unordered_map<http::ExchangeId, RecordedExchange> open_;
};

}  // namespace shadowdiff::pipeline
