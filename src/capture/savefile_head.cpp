// SPDX-License-Identifier: Apache-2.0
#include "capture/savefile_head.hpp"

#include "capture/decompress.hpp"
#include "capture/file_bytes.hpp"
#include "capture/savefile.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::capture {
namespace {

constexpr std::size_t described_in_bytes = 512;  // pcapng describes machine and interfaces first

}  // namespace

Bytes read_head(const std::filesystem::path& file) {
    const auto bytes = open_bytes(file);
    if (!bytes) return {};
    Bytes head(described_in_bytes, '\0');
    const auto read = (*bytes)->read(head);
    head.resize(read.bytes);
    return head;
}

bool is_capture(ByteView head) {
    constexpr std::size_t magic_bytes = 4;
    if (head.size() < magic_bytes) return false;
    return PcapRecords::recognise(head.data(), {}).has_value() ||
           ByteOrder{}.get32(head.data()) == PcapngRecords::magic ||
           is_unpacked(compression_of(head));
}

std::optional<Timestamp> first_packet_time(const std::filesystem::path& file) {
    auto bytes = open_bytes(file);
    if (!bytes) return std::nullopt;
    SavefileLimits limits;
    limits.buffer_bytes = 4 << 10;
    Savefile savefile{name_of(file), std::move(*bytes), limits};
    const auto next = savefile.next();
    const auto* packet = std::get_if<frames::Packet>(&next);
    return packet == nullptr ? std::nullopt : std::optional{packet->at};
}

}  // namespace shadowdiff::capture
