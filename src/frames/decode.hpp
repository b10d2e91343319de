// SPDX-License-Identifier: Apache-2.0
// Packet -> TCP segment: link layer, VLAN tags, IPv4 or IPv6 with extension headers, TCP.
#pragma once

#include "base/coverage.hpp"
#include "frames/packet.hpp"
#include "frames/segment.hpp"

#include <optional>

namespace shadowdiff::frames {

class Decoder {
public:
    /// The segment; its payload is borrowed until the next call, from the packet or from here.
    /// Nothing when there is none (yet): `lost` says why, if that is a loss.
    std::optional<Segment> decode(const Packet& packet);

    /// Of the last call. A segment may have one too: snaplen_cuts when its payload was cut.
    std::optional<Blind> lost() const { return lost_; }

    /// Everything that calls so far have lost or set aside.
    const Coverage& coverage() const { return coverage_; }

private:
    std::optional<Blind> lost_;
    Coverage coverage_;
};

/// True when `decode` knows the link layer at all; capture refuses a source where it does not.
bool is_known_link_type(std::uint16_t link_type);

}  // namespace shadowdiff::frames
