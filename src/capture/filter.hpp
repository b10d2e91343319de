// SPDX-License-Identifier: Apache-2.0
// The kernel's packet filter as an expression of pcap-filter(7): what we never want to be woken
// for.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace shadowdiff::capture {

/// Passes both directions of TCP on the ports (all TCP when there are none), with or without VLAN
/// tags, and every fragment or IPv6 extension header, behind which the filter cannot see ports.
///
/// `ports_excluded` count only where no ports are given: a filter cannot tell a server's port from
/// a client's, and with given ports it would only lose clients that happen to use an excluded one.
std::string filter_expression(std::span<const std::uint16_t> ports,
                              std::span<const std::uint16_t> ports_excluded);

/// The same for link layers where pcap-filter(7) knows no "vlan": tagged frames pass whole.
std::string filter_expression_without_vlan(std::span<const std::uint16_t> ports,
                                           std::span<const std::uint16_t> ports_excluded);

}  // namespace shadowdiff::capture
