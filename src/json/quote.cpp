// SPDX-License-Identifier: Apache-2.0
#include "json/quote.hpp"

#include <fmt/format.h>

#include <iterator>

namespace shadowdiff::json {

std::string quoted(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        if (static_cast<unsigned char>(c) < 0x20) {
            fmt::format_to(std::back_inserter(quoted), "\\u{:04x}", static_cast<unsigned>(c));
        } else {
            quoted += c;
        }
    }
    return quoted + '"';
}

}  // namespace shadowdiff::json
