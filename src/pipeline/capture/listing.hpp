// SPDX-License-Identifier: Apache-2.0
// Sightings -> one JSON line for each exchange: a request that was read in whole, or that an answer
// was seen for. An exchange waits until those before it on its connection are settled, so that the
// lines keep each connection's order.
#pragma once

#include "http/wire_sighting.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

namespace shadowdiff::pipeline {

class Listing {
public:
    explicit Listing(std::function<void(std::string)> on_line) : on_line_{std::move(on_line)} {}

    void take(const http::WireSighting& sighting);
    std::uint64_t exchanges() const { return exchanges_; }
    /// Requests that were cut, with no answer: they are no exchanges, and have no line.
    std::uint64_t cut_requests() const { return cut_requests_; }

private:
    struct Entry {
        http::RequestSeen request;
        bool is_settled = false;
        bool is_cut = false;
        bool is_complete = false;
        std::optional<std::uint16_t> status;
        std::optional<std::uint64_t> body_length;
        std::string body_sha256;
    };

    void on(const http::RequestSeen& seen);
    void on(const http::WireRequest& request) {
        if (request.is_first_told) on(http::seen_of(request));
    }
    void on(const http::WireAnswer& answer);
    void on(const http::AnswerSeen& seen);
    void on(const http::Lost& lost);
    void on(const http::ConnectionEnded&) {}
    void on(const http::BlindSpot&) {}
    void settle(const http::ExchangeId& id, Entry& entry);
    void tell(const Entry& entry);
    static std::string line(const Entry& entry);

    std::function<void(std::string)> on_line_;
    std::unordered_map<http::ExchangeId, Entry> entries_;
    std::unordered_map<reassembly::ConnectionId, std::deque<http::ExchangeId>> in_order_;
    std::uint64_t exchanges_ = 0;
    std::uint64_t cut_requests_ = 0;
};

}  // namespace shadowdiff::pipeline
