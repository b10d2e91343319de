// SPDX-License-Identifier: Apache-2.0
// One request to one leg.
#pragma once

#include "http/exchange.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

namespace shadowdiff::mirror {

struct Errand {
    http::ExchangeId id;
    http::Leg leg = http::Leg::candidate;
    std::uint32_t attempt = 0;
    std::uint8_t place = 0;  // among the legs of its exchange, as drawn
    std::shared_ptr<const http::Request> request;
    std::chrono::steady_clock::time_point asked_at;
    std::optional<Timestamp> due = {};
    bool is_behind_others = false;  // it had to wait for those before it of its client connection
};

/// The answer that says that nothing was asked, and which bound said so.
http::Answer shed_answer(const Errand& errand, http::Shed shed);
/// How long after it was due it was sent; nothing where it was not, or nothing was due.
std::optional<Duration> lateness(const Errand& errand, const http::Answer& answer);

}  // namespace shadowdiff::mirror
