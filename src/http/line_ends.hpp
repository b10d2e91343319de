// SPDX-License-Identifier: Apache-2.0
// The line ends of a text one after the other, found 64 octets at a time: a head has many short
// lines, and a search for each would cost more than looking at all of them at once.
#pragma once

#include "base/bytes.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace shadowdiff::http {

class LineEnds {
public:
    explicit LineEnds(ByteView text) : text_{text} {}

    /// The place of the next LF; nothing when there is none. Inlined with all it calls, so that a
    /// loop over the lines keeps what is searched in registers.
    [[gnu::always_inline]] std::optional<std::size_t> next() {
        if (in_block_ == 0 && !find_block()) return std::nullopt;
        const auto place = block_ + static_cast<std::size_t>(std::countr_zero(in_block_));
        in_block_ &= in_block_ - 1;
        return place;
    }

private:
    static constexpr std::size_t block_bytes = 64;

    // The next block that has an LF.
    [[gnu::always_inline]] bool find_block() {
        while (searched_ < text_.size()) {
            block_ = searched_;
            in_block_ = search();
            searched_ += block_bytes;
            if (in_block_ != 0) return true;
        }
        return false;
    }

    // One bit for each octet of the block; no octet outside the text is read.
    std::uint64_t search() const {
        const auto left = text_.size() - block_;
        const auto* const at = text_.data() + block_;
        if (left >= block_bytes) return lf_bits(at);
        const auto missing = block_bytes - left;
        if (text_.size() >= block_bytes) return lf_bits(at - missing) >> missing;
        char padded[block_bytes] = {};
        std::memcpy(padded, at, left);
        return lf_bits(padded);
    }

    static std::uint64_t lf_bits(const char* at) {
        std::uint64_t bits = 0;
#ifdef __SSE2__
        const auto lf = _mm_set1_epi8('\n');
        for (unsigned i = 0; i < block_bytes / 16; ++i) {
            const auto octets = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + i * 16));
            const auto equal = _mm_movemask_epi8(_mm_cmpeq_epi8(octets, lf));
            bits |= std::uint64_t{static_cast<std::uint32_t>(equal)} << i * 16;
        }
#else
        for (unsigned i = 0; i < block_bytes; ++i) bits |= std::uint64_t{at[i] == '\n'} << i;
#endif
        return bits;
    }

    ByteView text_;
    std::size_t block_ = 0;       // where the block that was searched last begins
    std::size_t searched_ = 0;    // the text before it
    std::uint64_t in_block_ = 0;  // what was found there and not yet given
};

}  // namespace shadowdiff::http
