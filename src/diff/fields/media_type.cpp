// SPDX-License-Identifier: Apache-2.0
#include "diff/fields/media_type.hpp"

#include "base/ascii.hpp"
#include "diff/fields/parameters.hpp"

#include <utility>
#include <vector>

namespace shadowdiff::diff {

namespace {

bool is_json(std::string_view type) {
    return type == "application/json" || type.ends_with("+json") || type == "text/json";
}

}  // namespace

std::string canonical_media_type(std::string_view value, std::string_view but) {
    auto canonical = ascii::lower_case(take_parameter(value));
    std::vector<std::string> parameters;
    while (!value.empty()) {
        auto text = canonical_parameter(take_parameter(value));
        const bool says_nothing = text.empty() || (is_json(canonical) && text == "charset=utf-8");
        const bool is_left_out = !but.empty() && text.substr(0, text.find('=')) == but;
        if (!says_nothing && !is_left_out) parameters.push_back(std::move(text));
    }
    return canonical.append(joined_parameters(std::move(parameters)));
}

}  // namespace shadowdiff::diff
