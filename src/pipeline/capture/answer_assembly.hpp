// SPDX-License-Identifier: Apache-2.0
// Sightings of a leg's capture -> what answered each request, in the order in which they end.
#pragma once

#include "http/wire_sighting.hpp"
#include "pipeline/recorded/recorded_answer.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <functional>

namespace shadowdiff::pipeline {

/// Holds what the capture behind it has told and not ended: its bounds are that capture's.
class AnswerAssembly {
public:
    using OnWhole = std::function<void(RecordedAnswer&&)>;

    explicit AnswerAssembly(OnWhole on_whole) : on_whole_{std::move(on_whole)} {}

    void take(http::WireSighting&& sighting);

private:
    struct Open {
        JoinKey key;
        bool is_request_whole = false;
    };

    void on(const http::RequestSeen& seen) { open_[seen.id] = {}; }
    void on(const http::WireRequest& wire) { open_[wire.id] = {join_key(wire), true}; }
    void on(http::WireAnswer& wire) { end(wire.id, wire.pairing, std::move(wire)); }
    void on(http::AnswerSeen& seen) { end(seen.id, seen.pairing, std::move(seen.answer)); }
    void on(const http::Lost& lost);
    void on(const http::ConnectionEnded&) {}
    void on(const http::BlindSpot&) {}

    template <class Answer>
    void end(http::ExchangeId id, http::Pairing pairing, Answer&& answer);

    OnWhole on_whole_;
    boost::unordered_flat_map<http::ExchangeId, Open, std::hash<Hash128>> open_;
};

}  // namespace shadowdiff::pipeline
