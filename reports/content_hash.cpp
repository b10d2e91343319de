// SPDX-License-Identifier: Apache-2.0
#include "base/digest.hpp"
#include "reports/page.hpp"

#include <cstdint>

namespace shadowdiff::reports {
namespace {

// RFC 4648, section 4.
std::string base64(const Digest256& digest) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    std::uint32_t bits = 0;
    int count = 0;
    for (const std::uint8_t octet : digest) {
        bits = (bits << 8U) | octet;
        count += 8;
        for (; count >= 6; count -= 6) text += alphabet[(bits >> (count - 6)) & 0x3FU];
    }
    if (count > 0) text += alphabet[(bits << (6 - count)) & 0x3FU];
    while (text.size() % 4 != 0) text += '=';
    return text;
}

}  // namespace

std::string content_hash(std::string_view text) {
    Sha256 sha;
    sha.update(text);
    return "'sha256-" + base64(sha.digest()) + "'";
}

}  // namespace shadowdiff::reports
