// SPDX-License-Identifier: Apache-2.0
// Two hashes made one.
#pragma once

#include <cstdint>

namespace shadowdiff::json {

/// Depends on the order of its arguments; every bit of both reaches every bit of the result.
inline std::uint64_t mix(std::uint64_t one, std::uint64_t other) {
    auto value = one * 0x9e3779b97f4a7c15U + other;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31);
}

}  // namespace shadowdiff::json
