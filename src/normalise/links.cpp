// SPDX-License-Identifier: Apache-2.0
#include "normalise/links.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace shadowdiff::normalise {
namespace {

std::size_t link_end(std::string_view list) {
    char closes = '\0';  // what ends the quote or the target that stands open
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (closes == '"' && list[i] == '\\') {
            ++i;
        } else if (closes != '\0') {
            if (list[i] == closes) closes = '\0';
        } else if (list[i] == ',') {
            return i;
        } else if (list[i] == '"') {
            closes = '"';
        } else if (list[i] == '<') {
            closes = '>';
        }
    }
    return list.size();
}

}  // namespace

std::vector<std::string_view> link_values(std::string_view field_value) {
    std::vector<std::string_view> links;
    while (!field_value.empty()) {
        const auto end = link_end(field_value);
        const auto link = ascii::trimmed(field_value.substr(0, end));
        if (!link.empty()) links.push_back(link);
        field_value.remove_prefix(std::min(end + 1, field_value.size()));
    }
    return links;
}

}  // namespace shadowdiff::normalise
