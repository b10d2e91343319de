// SPDX-License-Identifier: Apache-2.0
#include "capture/pcap_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace shadowdiff::capture {
namespace {

constexpr std::uint32_t magic_microseconds = 0xa1b2'c3d4;
constexpr std::uint32_t magic_nanoseconds = 0xa1b2'3c4d;
constexpr std::uint32_t magic_modified = 0xa1b2'cd34;

// The upper bits of the link type's field tell whether frames end in a check sequence, and how long
// it is; IP knows its own length.
constexpr std::uint32_t link_type_mask = 0x03ff'ffff;

Timestamp to_time(std::uint32_t seconds, std::uint32_t fraction, bool is_nanoseconds) {
    const std::int64_t nanoseconds =
        is_nanoseconds ? std::int64_t{std::min<std::uint32_t>(fraction, 999'999'999)}
                       : std::int64_t{std::min<std::uint32_t>(fraction, 999'999)} * 1'000;
    return Timestamp{Duration{std::int64_t{seconds} * 1'000'000'000 + nanoseconds}};
}

}  // namespace

std::optional<PcapRecords> PcapRecords::recognise(const char* magic, const SavefileLimits& limits) {
    for (const bool is_swapped : {false, true}) {
        const ByteOrder order{is_swapped};
        const auto number = order.get32(magic);
        const bool is_modified = number == magic_modified;
        const bool is_nanoseconds = number == magic_nanoseconds;
        if (number != magic_microseconds && !is_nanoseconds && !is_modified) continue;
        PcapRecords records;
        records.order_ = order;
        records.is_nanoseconds_ = is_nanoseconds;
        if (is_modified) records.record_header_bytes_ = 24;
        records.packet_bytes_max_ = limits.packet_bytes_max;
        return records;
    }
    return std::nullopt;
}

Reading PcapRecords::begin(BlockBuffer& buffer) {
    if (const auto read = buffer.need(file_header_bytes); read != Reading::done) return read;
    const auto version = order_.get16(buffer.data() + 4);
    if (version != 2) {
        why_ = fmt::format("pcap of version {} instead of 2", version);
        return Reading::broken;
    }
    link_type_ = order_.get32(buffer.data() + 20) & link_type_mask;
    buffer.consume(file_header_bytes);
    return Reading::done;
}

Reading PcapRecords::next(BlockBuffer& buffer, frames::Packet& packet) {
    buffer.consume(std::exchange(handed_out_bytes_, 0));
    if (const auto read = buffer.need(record_header_bytes_); read != Reading::done) return read;
    const std::size_t captured = order_.get32(buffer.data() + 8);
    if (captured > packet_bytes_max_) {
        why_ = fmt::format("damaged record: {} bytes captured of one packet", captured);
        return Reading::broken;
    }
    const auto record_bytes = record_header_bytes_ + captured;
    if (const auto read = buffer.need(record_bytes); read != Reading::done) return read;
    const auto* record = buffer.data();  // the buffer may have moved
    packet.at = to_time(order_.get32(record), order_.get32(record + 4), is_nanoseconds_);
    packet.link_type = static_cast<std::uint16_t>(link_type_);
    packet.original_length =
        std::max(order_.get32(record + 12), static_cast<std::uint32_t>(captured));
    packet.bytes = {record + record_header_bytes_, captured};
    handed_out_bytes_ = record_bytes;
    return Reading::done;
}

}  // namespace shadowdiff::capture
