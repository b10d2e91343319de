// SPDX-License-Identifier: Apache-2.0
#include "tests/support/pcap_builder.hpp"

#include <bit>

namespace shadowdiff::test {
namespace {

void put_octet(Bytes& to, std::uint32_t value) { to += static_cast<char>(value & 0xff); }

// Writes numbers in one of the two byte orders of a capture file.
struct FileWriter {
    bool swapped = false;
    Bytes bytes;

    void put16(std::uint16_t value) {
        if (swapped) value = std::byteswap(value);
        put_octet(bytes, value);
        put_octet(bytes, std::uint32_t{value} >> 8);
    }
    void put32(std::uint32_t value) {
        if (swapped) value = std::byteswap(value);
        for (int shift = 0; shift < 32; shift += 8) put_octet(bytes, value >> shift);
    }
    void put64(std::uint64_t value) {
        if (swapped) value = std::byteswap(value);
        for (int shift = 0; shift < 64; shift += 8)
            put_octet(bytes, static_cast<std::uint32_t>(value >> shift));
    }
    void put_padded(ByteView octets) {
        bytes += octets;
        pad_to_four();
    }
    void pad_to_four() { bytes.resize((bytes.size() + 3) / 4 * 4); }
};

}  // namespace

Bytes pcap_file(const std::vector<CapturedFrame>& frames, const PcapOptions& options) {
    FileWriter file{options.swapped, {}};
    file.put32(options.modified ? 0xa1b2'cd34 : options.nanoseconds ? 0xa1b2'3c4d : 0xa1b2'c3d4);
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
        if (options.modified) file.put64(0);  // interface, protocol and kind of packet
        file.bytes += frame.bytes;
    }
    return file.bytes;
}

Bytes pcapng_file(const std::vector<CapturedFrame>& frames, const PcapOptions& options) {
    PcapngWriter file{options.swapped};
    const std::uint8_t resolution = options.nanoseconds ? 9 : 6;
    file.section().interface({.link = static_cast<std::uint16_t>(options.link),
                              .snaplen = options.snaplen,
                              .resolution = resolution,
                              .offset = {}});
    for (const auto& frame : frames) {
        const auto since = static_cast<std::uint64_t>(frame.at.time_since_epoch().count());
        file.enhanced(0, since / (options.nanoseconds ? 1 : 1'000), frame.bytes,
                      frame.original_length);
    }
    return file.bytes();
}

PcapngWriter& PcapngWriter::section(std::uint16_t version) {
    FileWriter body{swapped_, {}};
    body.put32(0x1a2b'3c4d);
    body.put16(version);
    body.put16(0);
    body.put64(~std::uint64_t{0});  // section length: not given
    return block(0x0a0d'0d0a, body.bytes);
}

PcapngWriter& PcapngWriter::interface(const PcapngInterface& interface) {
    FileWriter body{swapped_, {}};
    body.put16(interface.link);
    body.put16(0);
    body.put32(interface.snaplen);
    std::vector<Option> options{{2, "eth0"}};  // if_name
    if (interface.resolution)
        options.push_back({9, Bytes(1, static_cast<char>(*interface.resolution))});
    if (interface.offset)
        options.push_back({14, number64(static_cast<std::uint64_t>(*interface.offset))});
    return block(1, body.bytes + option_list(options));
}

PcapngWriter& PcapngWriter::enhanced(std::uint32_t interface, std::uint64_t units, ByteView frame,
                                     std::optional<std::uint32_t> original) {
    FileWriter body{swapped_, {}};
    body.put32(interface);
    body.put32(static_cast<std::uint32_t>(units >> 32));
    body.put32(static_cast<std::uint32_t>(units));
    body.put32(static_cast<std::uint32_t>(frame.size()));
    body.put32(original.value_or(static_cast<std::uint32_t>(frame.size())));
    body.put_padded(frame);
    return block(6, body.bytes);
}

PcapngWriter& PcapngWriter::simple(std::uint32_t original, ByteView frame) {
    FileWriter body{swapped_, {}};
    body.put32(original);
    body.put_padded(frame);
    return block(3, body.bytes);
}

PcapngWriter& PcapngWriter::obsolete(std::uint16_t interface, std::uint64_t units, ByteView frame) {
    FileWriter body{swapped_, {}};
    body.put16(interface);
    body.put16(0xffff);  // drops: unknown
    body.put32(static_cast<std::uint32_t>(units >> 32));
    body.put32(static_cast<std::uint32_t>(units));
    body.put32(static_cast<std::uint32_t>(frame.size()));
    body.put32(static_cast<std::uint32_t>(frame.size()));
    body.put_padded(frame);
    return block(2, body.bytes);
}

PcapngWriter& PcapngWriter::statistics(std::uint32_t interface,
                                       const std::vector<Option>& options) {
    FileWriter body{swapped_, {}};
    body.put32(interface);
    body.put64(0);
    return block(5, body.bytes + option_list(options));
}

PcapngWriter& PcapngWriter::block(std::uint32_t type, ByteView body) {
    FileWriter to{swapped_, {}};
    const auto length = static_cast<std::uint32_t>(12 + body.size());
    to.put32(type);
    to.put32(length);
    to.bytes += body;
    to.put32(length);
    return raw(to.bytes);
}

PcapngWriter& PcapngWriter::raw(ByteView bytes) {
    bytes_ += bytes;
    return *this;
}

PcapngWriter& PcapngWriter::swap() {
    swapped_ = !swapped_;
    return *this;
}

Bytes PcapngWriter::number64(std::uint64_t value) const {
    FileWriter to{swapped_, {}};
    to.put64(value);
    return to.bytes;
}

Bytes PcapngWriter::option_list(const std::vector<Option>& options) const {
    FileWriter to{swapped_, {}};
    for (const auto& [code, value] : options) {
        to.put16(code);
        to.put16(static_cast<std::uint16_t>(value.size()));
        to.put_padded(value);
    }
    to.put32(0);
    return to.bytes;
}

}  // namespace shadowdiff::test
