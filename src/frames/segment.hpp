// SPDX-License-Identifier: Apache-2.0
// One TCP segment with its addresses (RFC 9293, section 3.1), cut to what IP says its length is.
#pragma once

#include "base/bytes.hpp"
#include "base/endpoint.hpp"
#include "base/time.hpp"

#include <cstdint>

namespace shadowdiff::frames {

struct TcpFlags {
    bool syn = false;
    bool ack = false;
    bool fin = false;
    bool rst = false;
    bool operator==(const TcpFlags&) const = default;
};

struct Segment {
    Timestamp at;
    Endpoint source;
    Endpoint destination;
    std::uint32_t sequence = 0;         // of the first payload byte (of the SYN when it is set)
    std::uint32_t acknowledgement = 0;  // meaningful when flags.ack
    TcpFlags flags;
    ByteView payload;             // borrowed from the packet
    std::uint32_t bytes_cut = 0;  // payload bytes that IP announced and the capture does not hold
};

}  // namespace shadowdiff::frames
