// SPDX-License-Identifier: Apache-2.0
#include "normalise/cookie.hpp"

#include "base/ascii.hpp"
#include "normalise/date.hpp"

#include <map>
#include <string>
#include <utility>

namespace shadowdiff::normalise {
namespace {

// The part before the next ';', which is taken off.
std::string_view next_part(std::string_view& rest) {
    const auto end = rest.find(';');
    const auto part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return ascii::trimmed(part);
}

struct Pair {
    std::string_view name;
    std::string_view value;
    bool has_equals;
};

Pair split(std::string_view part) {
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) return {part, {}, false};
    return {ascii::trimmed(part.substr(0, equals)), ascii::trimmed(part.substr(equals + 1)), true};
}

// Domain and SameSite compare without case, and a leading dot of Domain says nothing (RFC 6265,
// section 5.2.3).
std::string attribute_value(std::string_view name, std::string_view value,
                            std::optional<Timestamp> date) {
    if (name == "expires") return relative_date(value, date);
    if (name == "samesite") return ascii::lower_case(value);
    if (name != "domain") return std::string{value};
    if (value.starts_with('.')) value.remove_prefix(1);
    return ascii::lower_case(value);
}

}  // namespace

Cookie parse_set_cookie(std::string_view value, std::optional<Timestamp> date) {
    auto rest = value;
    const auto pair = split(next_part(rest));
    Cookie cookie;
    cookie.name = pair.has_equals ? pair.name : std::string_view{};
    cookie.value = pair.has_equals ? pair.value : pair.name;
    std::map<std::string, std::string> attributes;
    while (!rest.empty()) {
        const auto attribute = split(next_part(rest));
        if (attribute.name.empty()) continue;
        // The last of one name counts (RFC 6265, section 5.3).
        const auto name = ascii::lower_case(attribute.name);
        attributes[name] = attribute_value(name, attribute.value, date);
    }
    for (auto& [name, text] : attributes) cookie.attributes.push_back({name, std::move(text)});
    return cookie;
}

}  // namespace shadowdiff::normalise
