// SPDX-License-Identifier: Apache-2.0
// The exchange: one request of live traffic and every answer that is known to it. Capture makes it
// with legacy's observed answer, the mirror adds those it was sent.
#pragma once

#include "base/endpoint.hpp"
#include "base/hash.hpp"
#include "base/time.hpp"
#include "http/answer_outcome.hpp"
#include "http/failure.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace shadowdiff::http {

using ExchangeId = Hash128;  // of the run's seed, the connection and the request's place on it

enum class Leg : std::uint8_t { legacy, candidate, secondary };
inline constexpr Leg all_legs[] = {Leg::legacy, Leg::candidate, Leg::secondary};

/// Observed on the wire, sent for by us, or read from a recording.
enum class Origin : std::uint8_t { observed, sent, recorded };
inline constexpr Origin all_origins[] = {Origin::observed, Origin::sent, Origin::recorded};

/// Exact: the pair is proven by order on an unbroken connection. Only exact pairs are judged.
enum class Pairing : std::uint8_t { exact, resynchronised, uncertain };

struct Timing {
    Timestamp request_at;  // sent: first byte written; observed: the request's last packet
    std::optional<Duration> first_byte;  // since request_at
    std::optional<Duration> last_byte;
    bool operator==(const Timing&) const = default;
};

struct Answer {
    Leg leg = Leg::legacy;
    Origin origin = Origin::observed;
    std::uint32_t attempt = 0;  // 0 is the first; asking again counts up
    AnswerOutcome outcome;
    Timing timing;
    std::uint8_t place = 0;  // of a sent one, in the order that was drawn for the exchange's legs
    std::vector<std::string> supplied =
        {};  // secrets that the leg was sent in place of the client's

    const Response* response() const { return outcome.response(); }
    const Failure* failure() const { return outcome.failure(); }
    bool operator==(const Answer&) const = default;
};

struct Exchange {
    ExchangeId id;
    std::uint64_t connection = 0;  // of the client; order on it is kept
    Endpoint client;
    Endpoint server;
    Timestamp seen_at;
    Request request;
    Pairing pairing = Pairing::exact;
    std::vector<Answer> answers;
};

/// The answer of that leg and attempt, or null.
const Answer* find_answer(const Exchange& exchange, Leg leg, std::uint32_t attempt = 0);

std::string_view name(Leg leg);
std::string_view name(Origin origin);
std::string_view name(Pairing pairing);

}  // namespace shadowdiff::http
