// SPDX-License-Identifier: Apache-2.0
// One captured frame, as capture hands it over.
#pragma once

#include "base/bytes.hpp"
#include "base/time.hpp"

#include <cstdint>

namespace shadowdiff::frames {

/// The link-layer types we can decode; numbers are those of the tcpdump.org LINKTYPE registry.
enum class LinkType : std::uint16_t {
    bsd_null = 0,
    ethernet = 1,
    arcnet = 7,
    ppp = 9,
    raw_bsd = 12,      // DLT_RAW as some systems write it
    raw_openbsd = 14,  // and as OpenBSD writes it
    ppp_hdlc = 50,
    pppoe = 51,
    cisco_hdlc = 104,
    wifi = 105,
    raw_ip = 101,
    bsd_loop = 108,
    linux_cooked = 113,
    prism = 119,
    radiotap = 127,
    arcnet_linux = 129,
    avs = 163,
    ppp_pppd = 166,
    ppi = 192,
    ppp_with_direction = 204,
    mpls = 219,
    ipv4 = 228,
    ipv6 = 229,
    apple_pktap = 258,
    linux_cooked_v2 = 276,
};

struct Packet {
    std::uint64_t number = 0;  // from 1, in the order of the source: what an error message names
    Timestamp at;
    std::uint16_t link_type = 0;        // a LinkType, or one that we do not know
    std::uint32_t original_length = 0;  // > bytes.size() when the snaplen cut it
    ByteView bytes;                     // borrowed until the source is asked for the next packet
};

}  // namespace shadowdiff::frames
