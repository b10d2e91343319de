// SPDX-License-Identifier: Apache-2.0
// Takes IPv4 (RFC 791) or IPv6 with its extension headers (RFC 8200) off a packet.
#pragma once

#include "frames/layer.hpp"

#include <cstdint>

namespace shadowdiff::frames {

/// What IP carries, cut to the length that IP announces; the addresses are in the frame. A fragment
/// is Layer::ip_fragment, with its place in `Frame::fragment`.
Step behind_ip(Frame& frame);

/// What an IP protocol number names; IPv6 extension headers are taken off.
Step behind_protocol(std::uint8_t protocol, Frame& frame);

}  // namespace shadowdiff::frames
