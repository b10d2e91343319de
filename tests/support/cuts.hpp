// SPDX-License-Identifier: Apache-2.0
// Every way to hand bytes over in pieces that a stream parser must not care about.
#pragma once

#include "base/bytes.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace shadowdiff::test {

inline std::vector<ByteView> pieces_of(ByteView bytes, std::size_t size) {
    std::vector<ByteView> pieces;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(size, bytes.size()))) {
        pieces.push_back(bytes.substr(0, size));
    }
    return pieces;
}

/// Calls `check` with the bytes whole, in pieces of one, two and seven, and at every single split.
template <class Check>
void for_every_cut(ByteView bytes, Check check) {
    check(pieces_of(bytes, bytes.size() + 1));
    for (const std::size_t size : {1U, 2U, 7U}) check(pieces_of(bytes, size));
    for (std::size_t at = 1; at < bytes.size(); ++at) {
        check(std::vector<ByteView>{bytes.substr(0, at), bytes.substr(at)});
    }
}

}  // namespace shadowdiff::test
