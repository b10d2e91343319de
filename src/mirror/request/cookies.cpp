// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/cookies.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace shadowdiff::mirror {

std::optional<std::string_view> cookie_value(const http::Fields& fields, std::string_view name) {
    for (const auto& field : fields) {
        if (!http::same_name(field.name, "Cookie")) continue;
        std::string_view rest = field.value;
        while (!rest.empty()) {
            const auto end = std::min(rest.find(';'), rest.size());
            const auto pair = ascii::trimmed(rest.substr(0, end));
            const auto equals = pair.find('=');
            if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
                return pair.substr(equals + 1);
            }
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return std::nullopt;
}

}  // namespace shadowdiff::mirror
