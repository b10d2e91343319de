// SPDX-License-Identifier: Apache-2.0
#include "tests/support/packet_changes.hpp"

#include <algorithm>
#include <stdexcept>

namespace shadowdiff::test {
namespace {

using Packets = std::vector<TcpPacket>;

Packets::iterator find(Packets& packets, std::size_t number) {
    const auto found = std::ranges::find(packets, number, &TcpPacket::number);
    if (found == packets.end()) throw std::invalid_argument{"packets: a mark names no packet"};
    return found;
}

// The bytes of the same side that were sent right in front of the packet.
Bytes bytes_before(const Packets& packets, const TcpPacket& packet, std::size_t count) {
    Bytes before;
    while (before.size() < count) {
        const auto sequence = packet.sequence - static_cast<std::uint32_t>(before.size());
        const auto ends_there = [&](const TcpPacket& one) {
            return one.source == packet.source && one.end() == sequence && !one.payload.empty();
        };
        const auto found = std::ranges::find_if(packets, ends_there);
        if (found == packets.end()) throw std::invalid_argument{"packets: overlap of nothing"};
        before.insert(0, found->payload);
    }
    return before.substr(before.size() - count);
}

Bytes other_bytes(std::size_t count) { return Bytes(count, '#'); }

void overlap(Packets& packets, std::size_t number, std::size_t count, bool is_different) {
    const auto at = find(packets, number);
    auto copy = *at;
    const auto before = bytes_before(packets, copy, count);
    copy.sequence -= static_cast<std::uint32_t>(count);
    copy.payload.insert(0, is_different ? other_bytes(count) : before);
    packets.insert(at + 1, std::move(copy));
}

void merge(Packets& packets, std::size_t first, std::size_t last) {
    auto whole = *find(packets, first);
    for (auto number = first + 1; number <= last; ++number) {
        whole.payload += find(packets, number)->payload;
    }
    packets.insert(find(packets, last) + 1, std::move(whole));
}

void split(Packets& packets, std::size_t number, std::size_t size) {
    const auto at = find(packets, number);
    auto first = *at;
    auto second = *at;
    first.payload.resize(size);
    second.payload.erase(0, size);
    second.sequence += static_cast<std::uint32_t>(size);
    packets.insert(packets.insert(at + 1, std::move(second)), std::move(first));
}

void differ(Packets& packets, std::size_t number, bool is_before) {
    const auto at = find(packets, number);
    auto copy = *at;
    copy.payload = other_bytes(copy.payload.size());
    packets.insert(is_before ? at : at + 1, std::move(copy));
}

void acknowledge(Packets& packets, std::size_t number, bool is_before) {
    const auto at = find(packets, number);
    TcpPacket ack;
    ack.source = at->destination;
    ack.destination = at->source;
    ack.sequence = at->acknowledgement;
    ack.acknowledgement = at->end();
    ack.flags.ack = true;
    packets.insert(is_before ? at : at + 1, std::move(ack));
}

void move(Packets& packets, std::size_t number, std::size_t behind) {
    const auto at = find(packets, number);
    auto packet = *at;
    packets.erase(at);
    packets.insert(behind == 0 ? packets.begin() : find(packets, behind) + 1, std::move(packet));
}

// Marks that change nothing but the one packet.
bool change(const Mark& mark, TcpPacket& packet) {
    const auto count = mark.signed_number(1, 0);
    if (mark.verb == "snap") {
        packet.captured_bytes = static_cast<std::size_t>(count);
    } else if (mark.verb == "bad checksum") {
        packet.has_bad_checksum = true;
    } else if (mark.verb == "fragment") {
        packet.fragment_bytes = static_cast<std::size_t>(count);
        packet.fragment_lost = static_cast<std::size_t>(mark.signed_number(2, 0));
    } else if (mark.verb == "ack less") {
        packet.acknowledgement -= static_cast<std::uint32_t>(count);
    } else if (mark.verb == "urgent") {
        packet.is_urgent = true;
    } else if (mark.verb == "stamp") {
        packet.stamp = std::chrono::milliseconds{count};
    } else {
        return false;
    }
    return true;
}

}  // namespace

void apply(const Mark& mark, Packets& packets) {
    const auto number = mark.number(0);
    const auto second =
        static_cast<std::size_t>(mark.signed_number(1, static_cast<std::int64_t>(number)));
    if (mark.verb == "lose") {
        for (auto n = number; n <= second; ++n) packets.erase(find(packets, n));
    } else if (mark.verb == "swap") {
        std::iter_swap(find(packets, number), find(packets, mark.number(1)));
    } else if (mark.verb == "repeat") {
        const auto copy = *find(packets, number);
        packets.insert(find(packets, second) + 1, copy);
    } else if (mark.verb == "move") {
        move(packets, number, mark.number(1));
    } else if (mark.verb == "reverse") {
        std::reverse(find(packets, number), find(packets, mark.number(1)) + 1);
    } else if (mark.verb == "overlap" || mark.verb == "overlap different") {
        overlap(packets, number, mark.number(1), mark.verb != "overlap");
    } else if (mark.verb == "merge") {
        merge(packets, number, mark.number(1));
    } else if (mark.verb == "split") {
        split(packets, number, mark.number(1));
    } else if (mark.verb == "differ" || mark.verb == "differ before") {
        differ(packets, number, mark.verb != "differ");
    } else if (mark.verb == "acked" || mark.verb == "ack first") {
        acknowledge(packets, number, mark.verb != "acked");
    } else if (!change(mark, *find(packets, number))) {
        throw std::invalid_argument{"packets: unknown mark " + mark.verb};
    }
}

}  // namespace shadowdiff::test
