// SPDX-License-Identifier: Apache-2.0
// Both endpoints of a connection in an order that does not depend on who sends.
#pragma once

#include "base/endpoint.hpp"
#include "base/hash.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace shadowdiff::reassembly {

struct ConnectionKey {
    using Words = std::array<std::uint64_t, 3>;  // address, and port with the address's family

    Words low{};
    Words high{};
    bool operator==(const ConnectionKey&) const = default;
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

    std::size_t operator()(const ConnectionKey& key) const {
        std::array<char, sizeof(ConnectionKey)> octets;
        std::memcpy(octets.data(), &key, sizeof key);
        return hash128({octets.data(), octets.size()}, seed).low;
    }
};

/// Which of `count` parts of the traffic a connection belongs to: the same for both directions, and
/// in every run.
inline std::size_t part_of(const Endpoint& source, const Endpoint& destination, std::size_t count) {
    // The high half: the low one chooses the place in a table.
    const auto hash = ConnectionHash{}(key_of(source, destination).key);
    return static_cast<std::size_t>((hash >> 32U) % count);
}

}  // namespace shadowdiff::reassembly
