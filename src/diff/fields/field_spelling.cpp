// SPDX-License-Identifier: Apache-2.0
#include "diff/fields/field_spelling.hpp"

#include "base/ascii.hpp"
#include "diff/fields/media_type.hpp"
#include "diff/fields/parameters.hpp"
#include "http/message.hpp"
#include "normalise/links.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::diff {

namespace {

using Members = std::vector<std::string>;

/// The target is left as it is: it may hold what parts parameters.
std::string canonical_link(std::string_view link) {
    const auto target_end = std::min(link.find('>'), link.size());
    std::string target{link.substr(0, target_end)};
    link.remove_prefix(target_end);
    target += ascii::trimmed(take_parameter(link));
    std::vector<std::string> parameters;
    while (!link.empty()) {
        auto text = canonical_parameter(take_parameter(link));
        if (!text.empty()) parameters.push_back(std::move(text));
    }
    return target + joined_parameters(std::move(parameters));
}

Members links(std::string_view value) {
    Members found;
    for (const auto link : normalise::link_values(value)) found.push_back(canonical_link(link));
    std::ranges::sort(found);
    return found;
}

template <class Canonical>
Members list(std::string_view value, Canonical canonical) {
    Members found;
    for (const auto member : http::list_members(value)) found.push_back(canonical(member));
    return found;
}

Members directives(std::string_view value) {
    auto found = list(value, canonical_parameter);
    std::ranges::sort(found);
    return found;
}

Members media_ranges(std::string_view value) {
    return list(value, [](std::string_view range) { return canonical_media_type(range); });
}

Members disposition(std::string_view value) { return {canonical_media_type(value)}; }

struct Spelling {
    std::string_view name;
    Members (*members)(std::string_view);
};

constexpr std::array spellings = {Spelling{"link", links},
                                  Spelling{"cache-control", directives},
                                  Spelling{"accept", media_ranges},
                                  Spelling{"accept-patch", media_ranges},
                                  Spelling{"accept-post", media_ranges},
                                  Spelling{"content-disposition", disposition}};

}  // namespace

bool is_other_spelling(std::string_view name, std::string_view legacy, std::string_view candidate) {
    const auto* const found = std::ranges::find(spellings, name, &Spelling::name);
    return found != spellings.end() && found->members(legacy) == found->members(candidate);
}

}  // namespace shadowdiff::diff
