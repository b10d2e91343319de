// SPDX-License-Identifier: Apache-2.0
#include "http/list_member.hpp"

#include <algorithm>
#include <cstddef>

namespace shadowdiff::http {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// The end of the list member at the front: the next comma outside a quoted string.
std::size_t member_end(std::string_view list) {
    bool quoted = false;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i] == '"') quoted = !quoted;
        if (list[i] == '\\' && quoted)
            ++i;
        else if (list[i] == ',' && !quoted)
            return i;
    }
    return list.size();
}

}  // namespace

std::string_view take_member(std::string_view& list) {
    while (!list.empty()) {
        const auto end = member_end(list);
        const auto member = trimmed(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
        if (!member.empty()) return member;
    }
    return {};
}

}  // namespace shadowdiff::http
