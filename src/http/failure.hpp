// SPDX-License-Identifier: Apache-2.0
// Why a leg gave no whole answer: a class that is counted, and a line that says it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shadowdiff::http {

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
    stale,         // it stood too long behind others of its client connection
    redacted,      // what it needs was redacted, and nothing supplied it
};

struct Failure {
    FailureClass failure_class = FailureClass::refused;
    std::string detail;        // one line: "127.0.0.1:8081: connection refused"
    std::uint16_t status = 0;  // of the answer's head, when that came before the failure
    Shed shed = Shed::none;    // of FailureClass::shed
    bool operator==(const Failure&) const = default;
};

std::string_view name(FailureClass failure_class);
std::optional<FailureClass> failure_class_from_name(std::string_view text);
std::string_view name(Shed shed);

}  // namespace shadowdiff::http
