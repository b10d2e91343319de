// SPDX-License-Identifier: Apache-2.0
#include "reports/header_lines.hpp"

#include <algorithm>
#include <string>

namespace shadowdiff::reports {

http::Fields parse_header_lines(std::string_view text) {
    http::Fields fields;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find("\r\n"), text.size());
        const std::string_view field = text.substr(0, end);
        text.remove_prefix(std::min(end + 2, text.size()));
        const std::size_t colon = std::min(field.find(':'), field.size());
        std::string_view value = field.substr(std::min(colon + 1, field.size()));
        value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
        fields.push_back({field.substr(0, colon), value});
    }
    return fields;
}

}  // namespace shadowdiff::reports
