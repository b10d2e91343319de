// SPDX-License-Identifier: Apache-2.0
// Any two texts, parted by a zero octet: shape is symmetric, and every text has its own.
#include "normalise/shape.hpp"

#include <cstdint>
#include <cstdlib>

using namespace shadowdiff;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto end = text.find('\0');
    const auto one = text.substr(0, end);
    const auto other = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    const bool same = normalise::same_shape(one, other);
    if (same != normalise::same_shape(other, one)) std::abort();
    if (!normalise::same_shape(one, one)) std::abort();
    static_cast<void>(normalise::looks_minted(one));
    return 0;
}
