// SPDX-License-Identifier: Apache-2.0
#include "content/media_parameter.hpp"

#include "base/ascii.hpp"

namespace shadowdiff::content {
namespace {

/// Takes a quoted or a plain value off `rest`, up to the next semicolon.
std::string take_value(std::string_view& rest) {
    rest = rest.substr(std::min(rest.find_first_not_of(" \t"), rest.size()));
    std::string value;
    if (!rest.starts_with('"')) {
        const auto plain = rest.substr(0, rest.find(';'));
        rest.remove_prefix(plain.size());
        return value.append(ascii::trimmed(plain));
    }
    for (rest.remove_prefix(1); !rest.empty() && rest[0] != '"'; rest.remove_prefix(1)) {
        if (rest[0] == '\\' && rest.size() > 1) rest.remove_prefix(1);
        value += rest[0];
    }
    return value;
}

}  // namespace

std::string media_parameter(std::string_view field_value, std::string_view name) {
    auto rest = field_value;
    for (auto at = rest.find(';'); at != rest.npos; at = rest.find(';')) {
        rest.remove_prefix(at + 1);
        const auto end = rest.find_first_of("=;");
        if (end == rest.npos) return {};
        const auto found = ascii::lower_case(ascii::trimmed(rest.substr(0, end))) == name;
        if (rest[end] == ';') continue;
        rest.remove_prefix(end + 1);
        auto value = take_value(rest);
        if (found) return value;
    }
    return {};
}

}  // namespace shadowdiff::content
