// SPDX-License-Identifier: Apache-2.0
#include "base/hash.hpp"

#include "base/hash_avx2.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <new>

namespace shadowdiff {
namespace {

constexpr std::size_t short_bytes = 240;  // XXH3 takes no vectors for so few

}  // namespace

Hash128 hash128(ByteView bytes, std::uint64_t seed) {
    if (bytes.size() > short_bytes && has_hash128_avx2()) return hash128_avx2(bytes, seed);
    const auto hash = XXH3_128bits_withSeed(bytes.data(), bytes.size(), seed);
    return {hash.high64, hash.low64};
}

Hash128Stream::Hash128Stream() : state_{XXH3_createState()} {
    if (!state_) throw std::bad_alloc{};
    XXH3_128bits_reset(state_.get());
}

void Hash128Stream::update(ByteView bytes) {
    XXH3_128bits_update(state_.get(), bytes.data(), bytes.size());
}

Hash128 Hash128Stream::hash() const {
    const auto hash = XXH3_128bits_digest(state_.get());
    return {hash.high64, hash.low64};
}

void Hash128Stream::Free::operator()(XXH3_state_s* state) const { XXH3_freeState(state); }

std::string to_hex(const Hash128& hash) {
    return fmt::format("{:016x}{:016x}", hash.high, hash.low);
}

}  // namespace shadowdiff
