// SPDX-License-Identifier: Apache-2.0
#include "base/hash_avx2.hpp"

#include <utility>

#if defined(__x86_64__) && defined(__clang__)

// What xxhash.h includes stands before it, so that nothing but its own functions, which are of this
// file alone, is built for AVX2.
#include <immintrin.h>

#include <cassert>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define XXH_INLINE_ALL
#define XXH_VECTOR 2  // XXH_AVX2, which the header has yet to name
#include <xxhash.h>
#pragma clang attribute pop

namespace shadowdiff {

bool has_hash128_avx2() { return __builtin_cpu_supports("avx2") != 0; }

__attribute__((target("avx2"))) Hash128 hash128_avx2(ByteView bytes, std::uint64_t seed) {
    const auto hash = XXH3_128bits_withSeed(bytes.data(), bytes.size(), seed);
    return {hash.high64, hash.low64};
}

}  // namespace shadowdiff

#else

namespace shadowdiff {

bool has_hash128_avx2() { return false; }
Hash128 hash128_avx2(ByteView /*bytes*/, std::uint64_t /*seed*/) { std::unreachable(); }

}  // namespace shadowdiff

#endif
