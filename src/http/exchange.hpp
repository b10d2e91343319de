// SPDX-License-Identifier: Apache-2.0
// The exchange: one request of live traffic and every answer that is known to it. Capture makes it
// with legacy's observed answer, the mirror adds those it was sent.
#pragma once

#include "base/endpoint.hpp"
#include "base/hash.hpp"
#include "base/time.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace shadowdiff::http {

using ExchangeId = Hash128;  // of the run's seed, the connection and the request's place on it

enum class Leg : std::uint8_t { legacy, candidate, secondary };
inline constexpr Leg all_legs[] = {Leg::legacy, Leg::candidate, Leg::secondary};

/// Observed on the wire, sent for by us, or read from a recording.
enum class Origin : std::uint8_t { observed, sent, recorded };

/// Exact: the pair is proven by order on an unbroken connection. Only exact pairs are judged.
enum class Pairing : std::uint8_t { exact, resynchronised, uncertain };

/// Why a leg gave no complete answer. Each is a result, never a silence.
enum class FailureClass : std::uint8_t {
    refused,     // connection refused or unreachable
    unresolved,  // its name did not resolve
    connect_timeout,
    tls,                  // its certificate or the handshake was not accepted
    reset_before_answer,  // closed or reset before the first byte
    reset_inside_answer,  // reset after it, or closed inside the head
    short_body,           // closed inside the body
    first_byte_timeout,
    total_timeout,
    malformed_answer,  // broke RFC 9112
    protocol_switch,   // 101 or a tunnel: not compared
    shed,              // a budget of ours said no: it was not asked
};

/// Which bound of ours kept a leg from being asked.
enum class Shed : std::uint8_t {
    none,
    rate,          // more requests a second than it may get
    in_flight,     // too many are under way on it
    waiting,       // too many of one client connection wait for it
    connections,   // too many client connections
    breaker_open,  // it failed too often, and is given time
    backing_off,   // it slowed down, and is a production service
    own_sockets,   // we ran out of ports or descriptors
    no_leg,        // it is not configured
    paused,        // mirroring was switched off
    ending,        // the run ends
};

struct Failure {
    FailureClass failure_class = FailureClass::refused;
    std::string detail;        // one line: "127.0.0.1:8081: connection refused"
    std::uint16_t status = 0;  // of the answer's head, when that came before the failure
    Shed shed = Shed::none;    // of FailureClass::shed
    bool operator==(const Failure&) const = default;
};

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
    std::variant<Response, Failure> outcome;
    Timing timing;
    std::uint8_t place = 0;  // of a sent one, in the order that was drawn for the exchange's legs

    const Response* response() const { return std::get_if<Response>(&outcome); }
    const Failure* failure() const { return std::get_if<Failure>(&outcome); }
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
std::string_view name(FailureClass failure_class);
std::optional<FailureClass> failure_class_from_name(std::string_view text);
std::string_view name(Shed shed);

}  // namespace shadowdiff::http
