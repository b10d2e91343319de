// SPDX-License-Identifier: Apache-2.0
#include "base/base64.hpp"

#include <array>
#include <cstdint>

namespace shadowdiff {
namespace {

constexpr std::uint8_t no_digit = 64;

constexpr std::array<std::uint8_t, 256> make_digits() {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::array<std::uint8_t, 256> digits{};
    digits.fill(no_digit);
    for (std::size_t value = 0; value < alphabet.size(); ++value) {
        digits[static_cast<unsigned char>(alphabet[value])] = static_cast<std::uint8_t>(value);
    }
    return digits;
}

}  // namespace

std::optional<Bytes> from_base64(std::string_view text) {
    static constexpr auto digits = make_digits();
    Bytes bytes;
    std::uint32_t bits = 0;
    unsigned held = 0;
    std::size_t padding = 0;
    for (const char c : text) {
        if (c == '\r' || c == '\n') continue;
        if (c == '=') {
            ++padding;
            continue;
        }
        const auto digit = digits[static_cast<unsigned char>(c)];
        if (digit == no_digit || padding > 0) return std::nullopt;
        bits = (bits << 6U) | digit;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes += static_cast<char>((bits >> held) & 0xffU);
    }
    if (padding > 2 || held >= 6) return std::nullopt;
    return bytes;
}

}  // namespace shadowdiff
