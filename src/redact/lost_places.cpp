// SPDX-License-Identifier: Apache-2.0
#include "redact/lost_places.hpp"

#include "base/ascii.hpp"
#include "redact/match.hpp"

#include <algorithm>
#include <string_view>

namespace shadowdiff::redact {

std::vector<std::string> lost_places(const http::Request& request) {
    std::vector<std::string> places;
    for (const auto& field : request.headers) {
        if (!holds_redacted(field.value)) continue;
        auto name = ascii::lower_case(field.name);
        if (std::ranges::find(places, name) == places.end()) places.push_back(std::move(name));
    }
    if (holds_redacted(request.target)) places.emplace_back("target");
    if (!request.body.is_whole() || holds_redacted(request.body.bytes)) places.emplace_back("body");
    return places;
}

}  // namespace shadowdiff::redact
