// SPDX-License-Identifier: Apache-2.0
// What is still to be read of a frame, and what its next header is. Each layer's reader takes one
// header off and names the next layer, so that any mixture of tunnels is one loop.
#pragma once

#include "base/bytes.hpp"
#include "base/coverage.hpp"
#include "base/endpoint.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>

namespace shadowdiff::frames {

enum class Layer : std::uint8_t {
    ethernet,
    llc,
    mpls,
    pppoe,
    ppp,
    hdlc,
    nsh,
    wifi,
    ip,
    ip_fragment,  // `Frame::fragment` says of what
    gre,
    ether_in_ip,
    l2tpv3,
    udp,
    tcp,
};

struct Fragment {
    std::uint32_t id = 0;
    std::uint32_t offset = 0;   // of its first byte in the packet's payload
    bool more = false;          // another one follows
    std::uint8_t protocol = 0;  // of the payload; IPv6 says it in the first fragment only
};

struct Frame {
    ByteView bytes{};       // from the next header on
    std::uint32_t cut = 0;  // behind them: what was there and was not captured
    IpAddress source{};     // of the IP header read last
    IpAddress destination{};
    Fragment fragment{};
    bool checksum_is_bad = false;
    bool is_unverifiable = false;   // what the TCP checksum covers is not known
    std::uint32_t left_unread = 0;  // further frames that were packed into this one
};

/// The next layer, or why there is none: not_tcp_frames or undecodable_frames.
using Step = std::expected<Layer, Blind>;

inline constexpr std::unexpected<Blind> cannot_decode{Blind::undecodable_frames};
inline constexpr std::unexpected<Blind> not_tcp{Blind::not_tcp_frames};

/// Takes padding and trailers off: what stands behind is `length` bytes long.
inline void limit_to(Frame& frame, std::size_t length) {
    const auto held = frame.bytes.size();
    if (length <= held) {
        frame.bytes = frame.bytes.substr(0, length);
        frame.cut = 0;
    } else {
        frame.cut = static_cast<std::uint32_t>(std::min<std::size_t>(frame.cut, length - held));
    }
}

}  // namespace shadowdiff::frames
