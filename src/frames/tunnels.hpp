// SPDX-License-Identifier: Apache-2.0
// Tunnels over IP and UDP: what their headers name.
#pragma once

#include "frames/layer.hpp"

#include <cstdint>
#include <span>

namespace shadowdiff::frames {

Step behind_gre(Frame& frame);          // RFC 2784, 2890, 1701 (routing), 2637 (PPTP), ERSPAN
Step behind_ether_in_ip(Frame& frame);  // RFC 3378
Step behind_l2tpv3(Frame& frame);       // RFC 3931, over IP

/// A tunnel known by a port on either side whose content is plausible; not_tcp_frames else.
Step behind_udp(Frame& frame);

/// Whether UDP with this port on either side may hold a tunnel that `behind_udp` knows.
bool is_tunnel_port(std::uint16_t port);

/// All of them, in ascending order: what a kernel filter must let pass.
std::span<const std::uint16_t> tunnel_ports();

/// L2TPv3 behind its session number: nothing in the packet says how long its cookie is.
Step behind_l2tpv3_session(Frame& frame);

}  // namespace shadowdiff::frames
