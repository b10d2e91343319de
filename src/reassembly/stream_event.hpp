// SPDX-License-Identifier: Apache-2.0
// What reassembly tells about TCP connections: each direction's bytes in order, with gaps named.
#pragma once

#include "base/bytes.hpp"
#include "base/endpoint.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <variant>

namespace shadowdiff::reassembly {

using ConnectionId = std::uint64_t;  // from 1, in the order of first packets; never used twice

/// Who sent the bytes. The initiator sent the SYN; where no handshake was seen it is only the side
/// that was seen first, and handshake_seen is false.
enum class Sender : std::uint8_t { initiator, responder };

constexpr Sender other(Sender sender) {
    return sender == Sender::initiator ? Sender::responder : Sender::initiator;
}

struct Opened {
    ConnectionId connection = 0;
    Timestamp at;
    Endpoint initiator;
    Endpoint responder;
    bool handshake_seen = false;
};

/// This direction's first bytes were not captured, or it is not known whether they were: neither
/// its SYN was seen nor an acknowledgement that tells where it began. Comes before its first Data.
struct JoinedLate {
    ConnectionId connection = 0;
    Timestamp at;
    Sender sender = Sender::initiator;
};

inline constexpr auto heard_unknown = ~std::uint64_t{0};

struct Data {
    ConnectionId connection = 0;
    Timestamp at;  // of the packet that completed them
    Sender sender = Sender::initiator;
    ByteView bytes;  // borrowed until the next call to feed
    /// How much of the other direction the sender had received when it sent these: they reply to
    /// nothing that lies behind that.
    std::uint64_t heard = heard_unknown;
};

/// Bytes that will not come: acknowledged by the peer and never seen, or given up at a bound.
struct Gap {
    ConnectionId connection = 0;
    Timestamp at;
    Sender sender = Sender::initiator;
    std::uint64_t bytes = 0;
};

/// This direction has ended with FIN, and all its bytes were delivered.
struct Finished {
    ConnectionId connection = 0;
    Timestamp at;
    Sender sender = Sender::initiator;
};

enum class CloseCause : std::uint8_t {
    finished,
    reset,
    idle,
    evicted,
    replaced,
    shed,
    capture_ended
};

/// Nothing more will be said about this connection.
struct Closed {
    ConnectionId connection = 0;
    Timestamp at;
    CloseCause cause = CloseCause::finished;
    Sender reset_by = Sender::initiator;  // for CloseCause::reset
    bool is_one_sided = false;            // data of one side, and no packet of the other
};

using StreamEvent = std::variant<Opened, JoinedLate, Data, Gap, Finished, Closed>;

}  // namespace shadowdiff::reassembly
