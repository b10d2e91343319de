// SPDX-License-Identifier: Apache-2.0
// Numbers in a capture file, which is written in the byte order of the machine that made it.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace shadowdiff::capture {

struct ByteOrder {
    bool is_swapped = false;  // against this machine's

    std::uint16_t get16(const char* at) const { return get<std::uint16_t>(at); }
    std::uint32_t get32(const char* at) const { return get<std::uint32_t>(at); }
    std::uint64_t get64(const char* at) const { return get<std::uint64_t>(at); }

private:
    template <class Number>
    Number get(const char* at) const {
        Number number;
        std::memcpy(&number, at, sizeof number);
        return is_swapped ? std::byteswap(number) : number;
    }
};

}  // namespace shadowdiff::capture
