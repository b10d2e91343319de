// SPDX-License-Identifier: Apache-2.0
#include "redact/spellings.hpp"

#include "base/ascii.hpp"
#include "json/quote.hpp"
#include "redact/pairs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace shadowdiff::redact {
namespace {

using Entity = std::pair<char, std::string_view>;
constexpr std::array entities = {Entity{'&', "&amp;"},  Entity{'<', "&lt;"},
                                 Entity{'>', "&gt;"},   Entity{'"', "&quot;"},
                                 Entity{'\'', "&#39;"}, Entity{'\'', "&#x27;"}};

// Everything but the unreserved letters of RFC 3986.
std::string percent_encoded(std::string_view value, bool is_upper) {
    std::string encoded;
    for (const char c : value) {
        if (ascii::is_alphanumeric(c) || std::string_view{"-._~"}.contains(c)) {
            encoded += c;
        } else if (is_upper) {
            fmt::format_to(std::back_inserter(encoded), "%{:02X}", static_cast<unsigned char>(c));
        } else {
            fmt::format_to(std::back_inserter(encoded), "%{:02x}", static_cast<unsigned char>(c));
        }
    }
    return encoded;
}

std::string html_escaped(std::string_view value) {
    std::string escaped;
    for (const char c : value) {
        const auto entity = std::ranges::find(entities, c, &Entity::first);
        if (entity == entities.end()) {
            escaped += c;
        } else {
            escaped += entity->second;
        }
    }
    return escaped;
}

std::string json_inside(std::string_view value, bool escapes_slashes) {
    const auto quoted = json::quoted(value);
    std::string inside;
    for (const char c : std::string_view{quoted}.substr(1, quoted.size() - 2)) {
        if (c == '/' && escapes_slashes) inside += '\\';
        inside += c;
    }
    return inside;
}

std::string without_entities(std::string_view text) {
    std::string plain;
    while (!text.empty()) {
        const auto entity = std::ranges::find_if(
            entities, [&](const Entity& one) { return text.starts_with(one.second); });
        const bool is_entity = entity != entities.end();
        plain += is_entity ? entity->first : text[0];
        text.remove_prefix(is_entity ? entity->second.size() : 1);
    }
    return plain;
}

}  // namespace

std::vector<std::string> spellings_of(std::string_view value) {
    std::vector<std::string> spellings{std::string{value}};
    for (auto& spelling :
         {percent_encoded(value, true), percent_encoded(value, false), html_escaped(value),
          json_inside(value, false), json_inside(value, true)}) {
        if (std::ranges::find(spellings, spelling) == spellings.end()) {
            spellings.push_back(spelling);
        }
    }
    return spellings;
}

std::string without_escapes(std::string_view text) {
    auto plain = without_entities(text);
    if (plain.contains('%')) {
        // A '+' that nobody escaped is itself in most tokens.
        std::ranges::replace(plain, '+', '\x01');
        plain = percent_decoded(plain);
        std::ranges::replace(plain, '\x01', '+');
    }
    return plain;
}

}  // namespace shadowdiff::redact
