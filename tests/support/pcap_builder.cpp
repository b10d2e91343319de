// SPDX-License-Identifier: Apache-2.0
#include "tests/support/pcap_builder.hpp"

#include <bit>

namespace shadowdiff::test {
namespace {

void put8(Bytes& to, std::uint32_t value) { to += static_cast<char>(value & 0xff); }

// Writes numbers in one of the two byte orders of a capture file.
struct FileWriter {
    bool swapped = false;
    Bytes bytes;

    void put16(std::uint16_t value) {
        if (swapped) value = std::byteswap(value);
        put8(bytes, value);
        put8(bytes, std::uint32_t{value} >> 8);
    }
    void put32(std::uint32_t value) {
        if (swapped) value = std::byteswap(value);
        for (int shift = 0; shift < 32; shift += 8) put8(bytes, value >> shift);
    }
    void pad_to_four() { bytes.resize((bytes.size() + 3) / 4 * 4); }
};

// A pcapng block: type, length, body, length again.
void put_block(FileWriter& to, std::uint32_t type, const FileWriter& body) {
    const auto length = static_cast<std::uint32_t>(12 + body.bytes.size());
    to.put32(type);
    to.put32(length);
    to.bytes += body.bytes;
    to.put32(length);
}

}  // namespace

Bytes pcap_file(const std::vector<CapturedFrame>& frames, const PcapOptions& options) {
    FileWriter file{options.swapped, {}};
    file.put32(options.nanoseconds ? 0xa1b2'3c4d : 0xa1b2'c3d4);
    file.put16(2);
    file.put16(4);
    file.put32(0);
    file.put32(0);
    file.put32(options.snaplen);
    file.put32(options.link);
    for (const auto& frame : frames) {
        const auto since = static_cast<std::uint64_t>(frame.at.time_since_epoch().count());
        const auto fraction = since % 1'000'000'000 / (options.nanoseconds ? 1 : 1'000);
        file.put32(static_cast<std::uint32_t>(since / 1'000'000'000));
        file.put32(static_cast<std::uint32_t>(fraction));
        file.put32(static_cast<std::uint32_t>(frame.bytes.size()));
        file.put32(frame.original_length);
        file.bytes += frame.bytes;
    }
    return file.bytes;
}

Bytes pcapng_file(const std::vector<CapturedFrame>& frames, const PcapOptions& options) {
    FileWriter file{options.swapped, {}};
    FileWriter section{options.swapped, {}};
    section.put32(0x1a2b'3c4d);
    section.put16(1);
    section.put16(0);
    section.put32(0xffff'ffff);  // section length: not given
    section.put32(0xffff'ffff);
    put_block(file, 0x0a0d'0d0a, section);

    FileWriter interface{options.swapped, {}};
    interface.put16(static_cast<std::uint16_t>(options.link));
    interface.put16(0);
    interface.put32(options.snaplen);
    interface.put16(9);  // if_tsresol: units of 10^-9 or 10^-6 seconds
    interface.put16(1);
    put8(interface.bytes, options.nanoseconds ? 9 : 6);
    interface.pad_to_four();
    interface.put32(0);  // end of options
    put_block(file, 1, interface);

    for (const auto& frame : frames) {
        const auto since = static_cast<std::uint64_t>(frame.at.time_since_epoch().count());
        const auto units = since / (options.nanoseconds ? 1 : 1'000);
        FileWriter packet{options.swapped, {}};
        packet.put32(0);  // interface
        packet.put32(static_cast<std::uint32_t>(units >> 32));
        packet.put32(static_cast<std::uint32_t>(units));
        packet.put32(static_cast<std::uint32_t>(frame.bytes.size()));
        packet.put32(frame.original_length);
        packet.bytes += frame.bytes;
        packet.pad_to_four();
        put_block(file, 6, packet);
    }
    return file.bytes;
}

}  // namespace shadowdiff::test
