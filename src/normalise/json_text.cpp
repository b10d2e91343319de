// SPDX-License-Identifier: Apache-2.0
#include "normalise/json_text.hpp"

#include "content/charset.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>

namespace shadowdiff::normalise {

void JsonText::open(char bracket) {
    separate();
    text_ += bracket;
    needs_comma_ = false;
}

void JsonText::close(char bracket) {
    text_ += bracket;
    needs_comma_ = true;
}

void JsonText::separate() {
    if (needs_comma_) text_ += ',';
    needs_comma_ = true;
}

void JsonText::key(std::string_view name) {
    separate();
    quoted(name);
    text_ += ':';
    needs_comma_ = false;
}

void JsonText::string(std::string_view text) {
    separate();
    quoted(text);
}

void JsonText::value(std::string_view json) {
    separate();
    text_ += json;
}

void JsonText::quoted(std::string_view text) {
    text_ += '"';
    if (content::is_utf8(text)) {
        for (const char c : text) {
            if (c == '"' || c == '\\') {
                text_ += '\\';
                text_ += c;
            } else if (static_cast<std::uint8_t>(c) < 0x20) {
                fmt::format_to(std::back_inserter(text_), "\\u{:04x}", static_cast<unsigned>(c));
            } else {
                text_ += c;
            }
        }
    } else {
        text_.append("base64:").append(base64(text));
    }
    text_ += '"';
}

std::string base64(std::string_view bytes) {
    static constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(3, bytes.size()))) {
        const auto octet = [&](std::size_t at) {
            return at < bytes.size() ? static_cast<std::uint8_t>(bytes[at]) : 0U;
        };
        const auto group = octet(0) << 16U | octet(1) << 8U | octet(2);
        for (unsigned digit = 0; digit < 4; ++digit) {
            text += digit <= bytes.size() ? alphabet[group >> (18U - 6U * digit) & 63U] : '=';
        }
    }
    return text;
}

}  // namespace shadowdiff::normalise
