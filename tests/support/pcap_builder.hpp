// SPDX-License-Identifier: Apache-2.0
// Frames -> pcap and pcapng savefiles of every form that libpcap reads.
#pragma once

#include "base/bytes.hpp"
#include "tests/support/frame_builder.hpp"

#include <cstdint>
#include <vector>

namespace shadowdiff::test {

struct PcapOptions {
    std::uint32_t link = 1;  // a number of the LINKTYPE registry, known to us or not
    bool nanoseconds = false;
    bool swapped = false;  // written on a machine of the other byte order
    std::uint32_t snaplen = 262'144;
};

Bytes pcap_file(const std::vector<CapturedFrame>& frames, const PcapOptions& options = {});
Bytes pcapng_file(const std::vector<CapturedFrame>& frames, const PcapOptions& options = {});

}  // namespace shadowdiff::test
