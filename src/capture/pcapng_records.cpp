// SPDX-License-Identifier: Apache-2.0
#include "capture/pcapng_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace shadowdiff::capture {
namespace {

enum Block : std::uint32_t {
    interface_description = 1,
    obsolete_packet = 2,
    simple_packet = 3,
    interface_statistics = 5,
    enhanced_packet = 6,
    section_header = PcapngRecords::magic,
};
enum InterfaceOption : std::uint16_t { if_tsresol = 9, if_tsoffset = 14 };
enum StatisticsOption : std::uint16_t { isb_ifdrop = 5, isb_osdrop = 7 };

constexpr std::uint32_t byte_order_magic = 0x1a2b'3c4d;
constexpr std::size_t head_bytes = 8;    // of every block: its type and length
constexpr std::size_t frame_bytes = 12;  // the same, and the length again at its end

// Calls on_option(code, value) for each option; a list that is damaged ends there.
template <class OnOption>
void for_each_option(ByteView options, const ByteOrder& order, const OnOption& on_option) {
    while (options.size() >= 4) {
        const auto code = order.get16(options.data());
        const std::size_t length = order.get16(options.data() + 2);
        options.remove_prefix(4);
        if (code == 0 || length > options.size()) return;
        on_option(code, options.substr(0, length));
        options.remove_prefix(std::min(options.size(), (length + 3) / 4 * 4));
    }
}

std::string block_name(std::uint32_t type) {
    switch (type) {
        case section_header: return "section header";
        case interface_description: return "interface description";
        case interface_statistics: return "interface statistics";
        default: return "packet";
    }
}

}  // namespace

Reading PcapngRecords::next(BlockBuffer& buffer, frames::Packet& packet) {
    for (;;) {
        buffer.consume(std::exchange(handed_out_bytes_, 0));
        ByteView block;
        if (const auto read = read_block(buffer, block); read != Reading::done) return read;
        switch (take(block, packet)) {
            case Taken::packet: return Reading::done;
            case Taken::other: break;
            case Taken::broken: return Reading::broken;
        }
    }
}

// Whole, with both of its lengths checked.
Reading PcapngRecords::read_block(BlockBuffer& buffer, ByteView& block) {
    if (const auto read = buffer.need(frame_bytes); read != Reading::done) return read;
    if (order_.get32(buffer.data()) == section_header) {
        order_ = ByteOrder{};
        if (order_.get32(buffer.data() + head_bytes) != byte_order_magic) order_.is_swapped = true;
        if (order_.get32(buffer.data() + head_bytes) != byte_order_magic) {
            why_ = "damaged section header: no byte order";
            return Reading::broken;
        }
    }
    const std::size_t length = order_.get32(buffer.data() + 4);
    if (length < frame_bytes || length % 4 != 0 || length > limits_.block_bytes_max) {
        why_ = fmt::format("damaged block: a length of {} bytes", length);
        return Reading::broken;
    }
    if (const auto read = buffer.need(length); read != Reading::done) return read;
    const std::size_t again = order_.get32(buffer.data() + length - 4);
    if (again != length) {
        why_ = fmt::format("damaged block: lengths of {} and {} bytes", length, again);
        return Reading::broken;
    }
    handed_out_bytes_ = length;
    block = {buffer.data(), length - 4};
    return Reading::done;
}

PcapngRecords::Taken PcapngRecords::take(ByteView block, frames::Packet& packet) {
    const auto type = order_.get32(block.data());
    std::size_t least = 0;
    switch (type) {
        case section_header: least = 24; break;
        case interface_description: least = 16; break;
        case interface_statistics: least = 20; break;
        case simple_packet: least = 12; break;
        case enhanced_packet:
        case obsolete_packet: least = 28; break;
        default: return Taken::other;
    }
    if (block.size() < least) {
        return damaged(fmt::format("{} of {} bytes", block_name(type), block.size() + 4));
    }
    switch (type) {
        case section_header: return take_section(block);
        case interface_description: return take_interface(block);
        case interface_statistics: return take_statistics(block);
        case simple_packet: return take_simple(block, packet);
        case enhanced_packet: return take_enhanced(block, packet);
        default: return take_obsolete(block, packet);
    }
}

PcapngRecords::Taken PcapngRecords::take_section(ByteView block) {
    const auto version = order_.get16(block.data() + 12);
    if (version != 1) return damaged(fmt::format("pcapng of version {} instead of 1", version));
    drops_before_ = drops();
    interfaces_.clear();
    return Taken::other;
}

PcapngRecords::Taken PcapngRecords::take_interface(ByteView block) {
    if (interfaces_.size() == limits_.interfaces_max) {
        return damaged(fmt::format("more than {} interfaces", limits_.interfaces_max));
    }
    std::uint8_t resolution = 6;
    std::int64_t offset_seconds = 0;
    for_each_option(block.substr(16), order_, [&](std::uint16_t code, ByteView value) {
        if (code == if_tsresol && value.size() == 1)
            resolution = static_cast<std::uint8_t>(value[0]);
        if (code == if_tsoffset && value.size() == 8)
            offset_seconds = static_cast<std::int64_t>(order_.get64(value.data()));
    });
    interfaces_.push_back({.link_type = order_.get16(block.data() + 8),
                           .snaplen = order_.get32(block.data() + 12),
                           .times = TimeScale{resolution, offset_seconds},
                           .drops = {}});
    return Taken::other;
}

PcapngRecords::Taken PcapngRecords::take_statistics(ByteView block) {
    constexpr std::uint64_t believed_max = std::uint64_t{1} << 48;
    auto* interface = find(order_.get32(block.data() + 8));
    if (interface == nullptr) return Taken::broken;
    for_each_option(block.substr(20), order_, [&](std::uint16_t code, ByteView value) {
        if (value.size() != 8) return;
        const auto count = order_.get64(value.data());
        if (count > believed_max) return;
        if (code == isb_ifdrop) interface->drops.interface = count;
        if (code == isb_osdrop) interface->drops.kernel = count;
    });
    return Taken::other;
}

PcapngRecords::Taken PcapngRecords::take_enhanced(ByteView block, frames::Packet& packet) {
    return fill(packet, order_.get32(block.data() + 8), block.data() + 12, block.substr(28));
}

// Its interface has two octets, the other two count drops that the statistics count as well.
PcapngRecords::Taken PcapngRecords::take_obsolete(ByteView block, frames::Packet& packet) {
    return fill(packet, order_.get16(block.data() + 8), block.data() + 12, block.substr(28));
}

PcapngRecords::Taken PcapngRecords::take_simple(ByteView block, frames::Packet& packet) {
    const auto* interface = find(0);
    if (interface == nullptr) return Taken::broken;
    const auto original = order_.get32(block.data() + 8);
    const auto snaplen = interface->snaplen == 0 ? original : interface->snaplen;
    const std::size_t captured = std::min(original, snaplen);
    block.remove_prefix(12);
    if (captured > block.size()) {
        return damaged(
            fmt::format("damaged block: {} bytes captured, room for {}", captured, block.size()));
    }
    packet.at = last_at_;
    packet.link_type = interface->link_type;
    packet.original_length = original;
    packet.bytes = block.substr(0, captured);
    return Taken::packet;
}

// times_and_lengths: the time's upper and lower half, octets captured, octets on the wire.
PcapngRecords::Taken PcapngRecords::fill(frames::Packet& packet, std::uint32_t interface,
                                         const char* times_and_lengths, ByteView captured) {
    const auto* from = find(interface);
    if (from == nullptr) return Taken::broken;
    const std::uint64_t upper = order_.get32(times_and_lengths);
    const std::uint64_t lower = order_.get32(times_and_lengths + 4);
    const auto length = order_.get32(times_and_lengths + 8);
    if (length > captured.size()) {
        return damaged(
            fmt::format("damaged block: {} bytes captured, room for {}", length, captured.size()));
    }
    last_at_ = from->times.at(upper << 32U | lower);
    packet.at = last_at_;
    packet.link_type = from->link_type;
    packet.original_length = std::max(order_.get32(times_and_lengths + 12), length);
    packet.bytes = captured.substr(0, length);
    return Taken::packet;
}

PcapngRecords::Taken PcapngRecords::damaged(std::string why) {
    why_ = std::move(why);
    return Taken::broken;
}

// Null is damage, which why_ tells then.
PcapngRecords::Interface* PcapngRecords::find(std::uint32_t interface) {
    if (interface < interfaces_.size()) [[likely]]
        return &interfaces_[interface];
    why_ = fmt::format("damaged block: of interface {}, the section has {}", interface,
                       interfaces_.size());
    return nullptr;
}

SavedDrops PcapngRecords::drops() const {
    auto total = drops_before_;
    for (const auto& interface : interfaces_) {
        total.interface += interface.drops.interface;
        total.kernel += interface.drops.kernel;
    }
    return total;
}

}  // namespace shadowdiff::capture
