// SPDX-License-Identifier: Apache-2.0
// Both endpoints of a connection in an order that does not depend on who sends.
#pragma once

#include "base/endpoint.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace shadowdiff::reassembly {

struct ConnectionKey {
    using Words = std::array<std::uint64_t, 3>;  // address, and port with the address's family

    Words low{};
    Words high{};
    // Word by word, as they are stored: wider loads would wait for the stores of a key just made.
    bool operator==(const ConnectionKey& other) const {
        std::uint64_t differing = low[0] ^ other.low[0];
        differing |= high[2] ^ other.high[2];
        differing |= high[0] ^ other.high[0];
        differing |= low[2] ^ other.low[2];
        if (differing != 0) return false;
        return low[1] == other.low[1] && high[1] == other.high[1];
    }
};

/// The key of a segment, and whether it came from the key's low end.
struct DirectedKey {
    ConnectionKey key;
    bool from_low = true;
};

inline ConnectionKey::Words words_of(const Endpoint& endpoint) {
    ConnectionKey::Words words{};
    std::memcpy(words.data(), endpoint.address.octets.data(), endpoint.address.octets.size());
    words[2] = endpoint.port | std::uint64_t{endpoint.address.is_v6} << 16;
    return words;
}

inline DirectedKey key_of(const Endpoint& source, const Endpoint& destination) {
    const auto from = words_of(source);
    const auto to = words_of(destination);
    if (from <= to) return {{from, to}, true};
    return {{to, from}, false};
}

/// Seeded, so that nobody can choose addresses whose keys all collide.
struct ConnectionHash {
    using is_avalanching = void;  // tells the table that no further mixing is needed

    std::uint64_t seed = 0;

    // Multiplied to 128 bits and folded, pair by pair: a lookup for each packet must cost little.
    std::size_t operator()(const ConnectionKey& key) const {
        const auto one = seed + multipliers[0];
        const auto other = seed ^ multipliers[1];
        const auto& [low, high] = key;
        const auto addresses =
            folded(low[0] ^ one, high[0] ^ other) ^ folded(low[1] ^ other, high[1] ^ one);
        return folded(addresses ^ multipliers[2], (low[2] << 32U ^ high[2]) + one);
    }

private:
    // Random, odd, half of the bits set.
    static constexpr std::array<std::uint64_t, 3> multipliers{
        0x9e37'79b9'7f4a'7c15, 0xd6e8'feb8'6659'fd93, 0xa0b4'28db'c5a3'59f1};

    static std::uint64_t folded(std::uint64_t one, std::uint64_t other) {
        const auto product = static_cast<Wide>(one) * other;
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
    }
    __extension__ using Wide = unsigned __int128;
};

/// Which of `count` parts of the traffic a connection belongs to: the same for both directions, and
/// in every run.
inline std::size_t part_of(const Endpoint& source, const Endpoint& destination, std::size_t count) {
    // The high half: the low one chooses the place in a table.
    const auto hash = ConnectionHash{}(key_of(source, destination).key);
    return static_cast<std::size_t>((hash >> 32U) % count);
}

}  // namespace shadowdiff::reassembly
