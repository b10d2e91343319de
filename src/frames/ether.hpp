// SPDX-License-Identifier: Apache-2.0
// Ethernet and what stands between it and IP: tags, LLC, MPLS, PPP.
#pragma once

#include "frames/layer.hpp"

#include <cstdint>

namespace shadowdiff::frames {

Step behind_ethernet(Frame& frame);

/// What an EtherType names; the bytes begin right behind it, and tags among them are taken off.
Step behind_ether_type(std::uint16_t type, Frame& frame);

Step behind_llc(Frame& frame);    // IEEE 802.2, with SNAP
Step behind_mpls(Frame& frame);   // RFC 3032; IP, or Ethernet as RFC 4448 carries it
Step behind_nsh(Frame& frame);    // RFC 8300
Step behind_pppoe(Frame& frame);  // RFC 2516
Step behind_ppp(Frame& frame);    // RFC 1661, with and without the header of RFC 1662
Step behind_hdlc(Frame& frame);   // Cisco's, or PPP's

/// Could this be an IP packet, by its version and lengths?
bool looks_like_ip(const Frame& frame);
/// Could this be an Ethernet frame that holds IP, by its type?
bool looks_like_ethernet(const Frame& frame);
/// Why none of these was found: another protocol, or too little was captured to know.
std::unexpected<Blind> nothing_known(const Frame& frame);

}  // namespace shadowdiff::frames
