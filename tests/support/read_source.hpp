// SPDX-License-Identifier: Apache-2.0
// All that a source of packets gives, kept.
#pragma once

#include "capture/source.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shadowdiff::test {

struct KeptPacket {
    std::uint64_t number = 0;
    std::int64_t at_ns = 0;
    std::uint16_t link_type = 0;
    std::uint32_t original_length = 0;
    Bytes bytes;
    bool operator==(const KeptPacket&) const = default;
};

struct KeptPackets {
    std::vector<KeptPacket> packets;
    std::optional<std::string> error;
    bool is_finished = false;  // if there is an error: early
    std::size_t not_yet = 0;   // how often there was nothing
    bool operator==(const KeptPackets&) const = default;

    std::vector<Bytes> bytes() const {
        std::vector<Bytes> all;
        for (const auto& packet : packets) all.push_back(packet.bytes);
        return all;
    }
};

/// Until the source has ended, or until it has had nothing `patience` times in a row.
inline KeptPackets read_source(capture::PacketSource& source, std::size_t patience = 3) {
    KeptPackets kept;
    for (std::size_t nothing = 0; nothing < patience;) {
        const auto next = source.next();
        if (const auto* packet = std::get_if<frames::Packet>(&next)) {
            kept.packets.push_back({packet->number, packet->at.time_since_epoch().count(),
                                    packet->link_type, packet->original_length,
                                    Bytes{packet->bytes}});
            nothing = 0;
        } else if (const auto* error = std::get_if<Error>(&next)) {
            kept.error = error->message;
            return kept;
        } else if (const auto* finished = std::get_if<capture::Finished>(&next)) {
            kept.is_finished = true;
            if (finished->early) kept.error = finished->early->message;
            return kept;
        } else {
            ++kept.not_yet;
            ++nothing;
        }
    }
    return kept;
}

}  // namespace shadowdiff::test
