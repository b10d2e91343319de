// SPDX-License-Identifier: Apache-2.0
#include "normalise/id_parts.hpp"

#include "base/ascii.hpp"
#include "normalise/form.hpp"

#include <algorithm>

namespace shadowdiff::normalise {
namespace {

bool is_part_of_id(char c) { return ascii::is_alphanumeric(c) || c == '-' || c == '_'; }

}  // namespace

std::vector<std::string_view> id_parts(std::string_view text) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto begin = std::ranges::find_if(text, is_part_of_id) - text.begin();
        text.remove_prefix(static_cast<std::size_t>(begin));
        const auto end = std::ranges::find_if_not(text, is_part_of_id) - text.begin();
        if (end > 0) parts.push_back(text.substr(0, static_cast<std::size_t>(end)));
        text.remove_prefix(static_cast<std::size_t>(end));
    }
    return parts;
}

bool is_random_id(std::string_view part) {
    if (part.size() < random_id_size_min) return false;
    auto form = form_of(part, false);
    if (form == Form::prefixed) form = split_prefix(part)->form;
    return form == Form::uuid || form == Form::ulid;
}

}  // namespace shadowdiff::normalise
