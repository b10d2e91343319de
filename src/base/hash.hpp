// SPDX-License-Identifier: Apache-2.0
// XXH3-128: content keys, digests of bodies, and sampling. Not for secrets (see digest.hpp).
#pragma once

#include "base/bytes.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

struct XXH3_state_s;

namespace shadowdiff {

struct Hash128 {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    auto operator<=>(const Hash128&) const = default;
};

Hash128 hash128(ByteView bytes, std::uint64_t seed = 0);

/// The same over a stream.
class Hash128Stream {
public:
    Hash128Stream();
    void update(ByteView bytes);
    Hash128 hash() const;  // of all bytes so far; more may follow

private:
    struct Free {
        void operator()(XXH3_state_s* state) const;
    };
    std::unique_ptr<XXH3_state_s, Free> state_;
};

/// 32 lower-case hexadecimal digits.
std::string to_hex(const Hash128& hash);

}  // namespace shadowdiff

template <>
struct std::hash<shadowdiff::Hash128> {
    std::size_t operator()(const shadowdiff::Hash128& hash) const noexcept { return hash.low; }
};
