// SPDX-License-Identifier: Apache-2.0
// Frames -> pcap and pcapng savefiles of every form, damaged ones included.
#pragma once

#include "base/bytes.hpp"
#include "tests/support/frame_builder.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace shadowdiff::test {

struct PcapOptions {
    std::uint32_t link = 1;  // a number of the LINKTYPE registry, known to us or not
    bool nanoseconds = false;
    bool swapped = false;  // written on a machine of the other byte order
    std::uint32_t snaplen = 262'144;
    bool modified = false;  // records with eight octets more, magic a1b2cd34
};

Bytes pcap_file(const std::vector<CapturedFrame>& frames, const PcapOptions& options = {});
Bytes pcapng_file(const std::vector<CapturedFrame>& frames, const PcapOptions& options = {});

struct PcapngInterface {
    std::uint16_t link = 1;
    std::uint32_t snaplen = 262'144;
    std::optional<std::uint8_t> resolution{};  // option if_tsresol
    std::optional<std::int64_t> offset{};      // option if_tsoffset, seconds
};

/// Writes pcapng block by block; what is wrong in one is the caller's wish.
class PcapngWriter {
public:
    explicit PcapngWriter(bool swapped = false) : swapped_{swapped} {}

    using Option = std::pair<std::uint16_t, Bytes>;
    PcapngWriter& section(std::uint16_t version = 1);
    PcapngWriter& interface(const PcapngInterface& interface = {});
    PcapngWriter& enhanced(std::uint32_t interface, std::uint64_t units, ByteView frame,
                           std::optional<std::uint32_t> original = {});
    PcapngWriter& simple(std::uint32_t original, ByteView frame);
    PcapngWriter& obsolete(std::uint16_t interface, std::uint64_t units, ByteView frame);
    PcapngWriter& statistics(std::uint32_t interface, const std::vector<Option>& options);
    PcapngWriter& block(std::uint32_t type, ByteView body);
    PcapngWriter& raw(ByteView bytes);
    /// The next blocks are of a machine of the other byte order.
    PcapngWriter& swap();

    Bytes number64(std::uint64_t value) const;
    const Bytes& bytes() const { return bytes_; }

private:
    Bytes option_list(const std::vector<Option>& options) const;

    bool swapped_;
    Bytes bytes_;
};

}  // namespace shadowdiff::test
