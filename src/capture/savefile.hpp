// SPDX-License-Identifier: Apache-2.0
// One savefile as a source of packets: bytes (unpacked where they are compressed), records,
// packets.
#pragma once

#include "base/limits.hpp"
#include "capture/block_buffer.hpp"
#include "capture/byte_source.hpp"
#include "capture/pcap_records.hpp"
#include "capture/pcapng_records.hpp"
#include "capture/source.hpp"

#include <memory>
#include <string>
#include <variant>

namespace shadowdiff::capture {

class Savefile final : public PacketSource {
public:
    Savefile(std::string name, std::unique_ptr<ByteSource> bytes, const SavefileLimits& limits);

    /// Reads as far as tells the format: true then, false when that has not come yet. next() does
    /// it as well; whoever opens a file wants to know at once.
    Result<bool> begin();

    Next next() override;
    void add_drops(Coverage& coverage) override;
    std::string description() const override;

    /// A file that may still grow has no end: next() gives NotYet there, at once, and goes on when
    /// more was written.
    void follow(bool is_growing) { is_growing_ = is_growing; }
    std::uint64_t packets_read() const { return packets_read_; }

private:
    struct Unknown {};

    Reading recognise();
    Reading begin_pcap(PcapRecords records);
    Reading unpack(ByteView beginning);
    Reading read(frames::Packet& packet);
    Next nothing_read(Reading reading);
    bool is_over(Reading reading) const;
    Error cannot_begin(Reading reading) const;
    Error cannot_go_on(Reading reading) const;

    std::string name_;
    SavefileLimits limits_;
    BlockBuffer buffer_;
    std::variant<Unknown, PcapRecords, PcapngRecords> records_;
    bool is_unpacked_ = false;
    bool is_growing_ = false;
    bool has_ended_ = false;
    std::uint64_t packets_read_ = 0;
    SavedDrops drops_reported_;
    bool lacks_end_ = false;  // not yet added to the drops
    std::string why_;         // no capture
};

}  // namespace shadowdiff::capture
