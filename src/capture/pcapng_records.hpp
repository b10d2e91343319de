// SPDX-License-Identifier: Apache-2.0
// The pcapng format (draft-ietf-opsawg-pcapng): sections of either byte order, in each any number
// of interfaces with their own link types and times. Blocks that we do not know are skipped.
#pragma once

#include "base/limits.hpp"
#include "capture/block_buffer.hpp"
#include "capture/byte_order.hpp"
#include "capture/pcapng_time.hpp"
#include "frames/packet.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace shadowdiff::capture {

/// Packets that were lost before the file was written, as its interface statistics say.
struct SavedDrops {
    std::uint64_t interface = 0;
    std::uint64_t kernel = 0;
};

class PcapngRecords {
public:
    /// The type of a section header block, the same in both byte orders: how a file begins.
    static constexpr std::uint32_t magic = 0x0a0d'0d0a;

    explicit PcapngRecords(const SavefileLimits& limits) : limits_{limits} {}

    /// All but the packet's number; its bytes are borrowed from the buffer until the next call.
    Reading next(BlockBuffer& buffer, frames::Packet& packet);

    /// So far, of all sections and interfaces.
    SavedDrops drops() const;

    /// After `broken`: what is wrong, or "" when the buffer knows it.
    const std::string& why() const { return why_; }

private:
    struct Interface {
        std::uint16_t link_type = 0;
        std::uint32_t snaplen = 0;  // 0: none
        TimeScale times;
        SavedDrops drops;  // as its last statistics say
    };
    enum class Taken { packet, other, broken };

    Reading read_block(BlockBuffer& buffer, ByteView& block);
    Taken take(ByteView block, frames::Packet& packet);
    Taken take_section(ByteView block);
    Taken take_interface(ByteView block);
    Taken take_statistics(ByteView block);
    Taken take_enhanced(ByteView block, frames::Packet& packet);
    Taken take_simple(ByteView block, frames::Packet& packet);
    Taken take_obsolete(ByteView block, frames::Packet& packet);
    Taken fill(frames::Packet& packet, std::uint32_t interface, const char* times_and_lengths,
               ByteView captured);
    Taken damaged(std::string why);
    Interface* find(std::uint32_t interface);

    SavefileLimits limits_;
    ByteOrder order_;
    std::vector<Interface> interfaces_;  // of this section
    SavedDrops drops_before_;            // of the sections before it
    Timestamp last_at_;                  // simple packets have no time of their own
    std::size_t handed_out_bytes_ = 0;   // of the block that the last call gave
    std::string why_;
};

}  // namespace shadowdiff::capture
