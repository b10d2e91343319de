// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/copies.hpp"

#include <string_view>

namespace shadowdiff::mirror {
namespace {

constexpr std::string_view suffix = "-shadow";

// Where the port begins: behind the last colon that stands outside an IPv6 address's brackets.
std::size_t host_end(std::string_view authority) {
    const auto bracket = authority.rfind(']');
    const auto from = bracket == std::string_view::npos ? 0 : bracket;
    const auto colon = authority.find(':', from);
    return colon == std::string_view::npos ? authority.size() : colon;
}

}  // namespace

void undo_copying(http::Request& copy) {
    for (const auto& field : copy.headers) {
        if (!http::same_name(field.name, "Host")) continue;
        const auto end = host_end(field.value);
        const auto host = field.value.substr(0, end);
        if (host.size() <= suffix.size() || !host.ends_with(suffix)) continue;
        std::string without{field.value};
        copy.headers.set_value(field, without.erase(end - suffix.size(), suffix.size()));
    }
}

}  // namespace shadowdiff::mirror
