// SPDX-License-Identifier: Apache-2.0
#include "diff/excerpt.hpp"

#include "diff/collector.hpp"
#include "json/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace shadowdiff::diff {

namespace {

bool is_control(char c) {
    const bool is_space = c == '\t' || c == '\n' || c == '\r' || c == '\f';
    return (static_cast<std::uint8_t>(c) < 0x20 && !is_space) || c == '\x7f';
}

}  // namespace

bool is_text(ByteView bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        const auto length = json::utf8_length(bytes, i);
        if (length == 0 || is_control(bytes[i])) return false;
        i += length;
    }
    return true;
}

std::string excerpt(ByteView bytes, std::size_t offset, std::size_t bytes_max) {
    constexpr std::size_t context = 40;  // so that a reader sees what the place belongs to
    constexpr std::size_t octets_shown = 16;
    if (is_text(bytes)) {
        const auto begin = json::cut_utf8(bytes, offset - std::min(offset, context)).size();
        // One byte over the bound is enough for bounded() to see that there is more.
        const std::string shown{bytes.substr(begin, bytes_max + 1)};
        return bounded(begin > 0 ? "…" + shown : shown, bytes_max);
    }
    auto text = fmt::format("{} bytes, from {}:", bytes.size(), offset);
    for (const char octet : bytes.substr(std::min(offset, bytes.size()), octets_shown)) {
        fmt::format_to(std::back_inserter(text), " {:02x}", static_cast<std::uint8_t>(octet));
    }
    return text;
}

}  // namespace shadowdiff::diff
