// SPDX-License-Identifier: Apache-2.0
// The kernel's packet filter as an expression of pcap-filter(7): what we never want to be woken
// for.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace shadowdiff::capture {

/// Passes both directions of TCP on the ports (all TCP when there are none), and whole what the
/// filter cannot look into: fragments, IPv6 extension headers, tunnels, labels, LLC. It may pass
/// too much, never too little; the frame decoder decides. For link types without any such header in
/// pcap-filter(7) it is empty and passes everything.
std::string filter_expression(int link_type, std::span<const std::uint16_t> ports);

}  // namespace shadowdiff::capture
