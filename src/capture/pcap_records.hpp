// SPDX-License-Identifier: Apache-2.0
// The classic pcap format: a file header, then records. Micro- or nanoseconds, both byte orders,
// and the form with longer record headers that patched Linux libraries wrote (magic a1b2cd34).
#pragma once

#include "base/limits.hpp"
#include "capture/block_buffer.hpp"
#include "capture/byte_order.hpp"
#include "frames/packet.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace shadowdiff::capture {

class PcapRecords {
public:
    static constexpr std::size_t file_header_bytes = 24;

    /// From the first four octets of a file, if they are of this format.
    static std::optional<PcapRecords> recognise(const char* magic, const SavefileLimits& limits);

    /// Takes the file header off the buffer. The link type is in link_type() then.
    Reading begin(BlockBuffer& buffer);

    /// All but the packet's number; its bytes are borrowed from the buffer until the next call.
    Reading next(BlockBuffer& buffer, frames::Packet& packet);

    std::uint32_t link_type() const { return link_type_; }
    /// After `broken`: what is wrong, or "" when the buffer knows it.
    const std::string& why() const { return why_; }

private:
    ByteOrder order_;
    bool is_nanoseconds_ = false;
    std::size_t record_header_bytes_ = 16;
    std::size_t packet_bytes_max_ = 0;
    std::size_t handed_out_bytes_ = 0;  // of the record that the last call gave
    std::uint32_t link_type_ = 0;
    std::string why_;
};

}  // namespace shadowdiff::capture
