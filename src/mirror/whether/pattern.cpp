// SPDX-License-Identifier: Apache-2.0
#include "mirror/whether/pattern.hpp"

#include <cstddef>

namespace shadowdiff::mirror {

// Only the last star that was passed can be worth going back to: an earlier one could take no more
// than it did.
bool matches(std::string_view pattern, std::string_view text) {
    std::size_t at = 0, star = std::string_view::npos, star_text = 0;
    for (std::size_t i = 0; i < text.size();) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            star_text = i;
        } else if (at < pattern.size() && pattern[at] == text[i]) {
            ++at;
            ++i;
        } else if (star != std::string_view::npos) {
            at = star + 1;
            i = ++star_text;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

bool matches_route(std::string_view pattern, std::string_view route) {
    if (pattern.contains(' ')) return matches(pattern, route);
    return matches(pattern, route.substr(route.find(' ') + 1));
}

}  // namespace shadowdiff::mirror
