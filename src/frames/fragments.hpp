// SPDX-License-Identifier: Apache-2.0
// Puts fragmented IP packets together (RFC 791, RFC 8200 section 4.5): in any order, where two
// fragments overlap the first one wins. Bounded; what is given up is counted, fragment by fragment.
#pragma once

#include "base/hash.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "frames/layer.hpp"

#include <cstdint>
#include <expected>
#include <list>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace shadowdiff::frames {

class Fragments {
public:
    explicit Fragments(const FrameLimits& limits) : limits_{limits} {}

    /// The payload of a packet that `frame`, a fragment, makes whole.
    struct Whole {
        ByteView bytes;         // borrowed until the next call
        std::uint32_t cut = 0;  // behind them: what the snaplen cut from the fragments
        std::uint8_t protocol = 0;
    };
    /// Nothing while others are missing, or when the same fragment was here before.
    /// An error: undecodable_frames, or ip_fragments when it contradicts the others.
    std::expected<std::optional<Whole>, Blind> take(const Frame& frame, Timestamp at);

    /// The capture has ended: what is missing will not come.
    void finish();

    /// Fragments that were held and whose packets were given up, since the last such call.
    std::uint64_t take_given_up() { return std::exchange(given_up_, 0); }
    std::size_t packets_held() const { return packets_.size(); }
    std::size_t bytes_held() const { return bytes_held_; }

private:
    struct Piece {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;  // as announced; fewer bytes when the snaplen cut it
        Bytes bytes{};
    };
    struct Packet {
        Hash128 key{};
        Timestamp first_at{};
        std::vector<Piece> pieces{};  // ascending, without overlap
        std::vector<Hash128> seen{};  // each fragment held, with its place
        std::optional<std::uint32_t> length{};
        std::uint32_t last_end = 0;
        std::uint8_t protocol = 0;
        bool is_done = false;  // made whole: kept to know its copies by
    };
    using Packets = std::list<Packet>;

    Packet& packet_of(const Hash128& key, Timestamp at);
    bool contradicts(const Packet& packet, const Fragment& fragment, std::uint32_t end) const;
    void insert(Packet& packet, const Frame& frame, std::uint32_t end);
    std::optional<Whole> whole_of(Packet& packet);
    void release_bytes(Packet& packet);
    void give_up(Packets::iterator packet);
    void make_room(std::size_t bytes, const Hash128& wanted);
    void give_up_old(Timestamp now);

    FrameLimits limits_;
    Packets packets_;  // in the order of their first fragments
    std::unordered_map<Hash128, Packets::iterator> by_key_;
    Bytes whole_;
    std::size_t bytes_held_ = 0;
    std::uint64_t given_up_ = 0;
};

}  // namespace shadowdiff::frames
