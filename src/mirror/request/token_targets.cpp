// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/token_targets.hpp"

#include "base/ascii.hpp"
#include "json/document.hpp"
#include "json/quote.hpp"
#include "redact/multipart.hpp"
#include "redact/pairs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <ranges>
#include <utility>

namespace shadowdiff::mirror {
namespace {

// Replaces the part of `text` that `part` points to.
bool replace_part(std::string& text, std::string_view part, const TokenLookup& lookup) {
    const auto* found = part.empty() ? nullptr : lookup(part);
    if (!found) return false;
    text.replace(static_cast<std::size_t>(part.data() - text.data()), part.size(), *found);
    return true;
}

std::size_t substitute_cookie(std::string_view name, const TokenLookup& lookup,
                              http::Request& request) {
    std::size_t places = 0;
    for (const auto& field : request.headers) {
        if (!http::same_name(field.name, "Cookie")) continue;
        std::string cookies{field.value};
        for (std::size_t at = 0; at < cookies.size();) {
            const auto end = std::min(cookies.find(';', at), cookies.size());
            const auto pair = std::string_view{cookies}.substr(at, end - at);
            const auto equals = pair.find('=');
            const bool is_it =
                equals != std::string_view::npos && ascii::trimmed(pair.substr(0, equals)) == name;
            const auto value = is_it ? ascii::trimmed(pair.substr(equals + 1)) : "";
            const auto length = cookies.size();
            places += replace_part(cookies, value, lookup) ? 1U : 0U;
            at = end + cookies.size() - length + 1;
        }
        if (cookies != field.value) request.headers.set_value(field, cookies);
    }
    return places;
}

// The whole value, or what stands behind a scheme: "Bearer TOKEN".
std::size_t substitute_header(std::string_view name, const TokenLookup& lookup,
                              http::Request& request) {
    std::size_t places = 0;
    for (const auto& field : request.headers) {
        if (!http::same_name(field.name, name)) continue;
        std::string value{field.value};
        const auto whole = ascii::trimmed(value);
        const auto space = whole.rfind(' ');
        const bool is_done = replace_part(value, whole, lookup) ||
                             (space != std::string_view::npos &&
                              replace_part(value, whole.substr(space + 1), lookup));
        if (is_done) request.headers.set_value(field, value);
        places += is_done ? 1U : 0U;
    }
    return places;
}

// Every octet but these and letters and digits is escaped.
std::string url_encoded(std::string_view text, std::string_view plain) {
    std::string encoded;
    for (const char c : text) {
        if (ascii::is_alphanumeric(c) || plain.contains(c)) {
            encoded += c;
        } else {
            fmt::format_to(std::back_inserter(encoded), "%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return encoded;
}

// Escapes undone; '+' is a space in forms alone.
std::string path_decoded(std::string_view segment) {
    if (!segment.contains('%')) return std::string{segment};
    std::string escaped;
    for (const char c : segment) escaped += c == '+' ? "%2B" : std::string(1, c);
    return redact::percent_decoded(escaped);
}

// What takes the place of a path's segment, in the spelling of a path.
std::optional<std::string> new_segment(std::string_view segment, const TokenLookup& lookup) {
    constexpr std::string_view plain = "%-._~!$&'()*+,;=:@";  // of which RFC 3986 has all but '%'
    const auto decoded = path_decoded(segment);
    if (const auto* found = lookup(decoded)) {
        return *found == decoded ? std::string{segment} : url_encoded(*found, plain.substr(1));
    }
    const auto* as_it_stands = decoded == segment ? nullptr : lookup(segment);
    if (!as_it_stands) return std::nullopt;
    return url_encoded(*as_it_stands, plain);
}

std::size_t substitute_path(const TokenLookup& lookup, http::Request& request) {
    std::size_t places = 0;
    auto& target = request.target;
    for (std::size_t at = 0; at < std::min(target.find_first_of("?#"), target.size());) {
        const auto end = std::min(target.find_first_of("/?#", at), target.size());
        const auto length = target.size();
        const auto segment = std::string_view{target}.substr(at, end - at);
        const auto replacement = segment.empty() ? std::nullopt : new_segment(segment, lookup);
        if (replacement) target.replace(at, end - at, *replacement);
        places += replacement ? 1U : 0U;
        at = end + target.size() - length + 1;
    }
    return places;
}

std::size_t substitute_form(std::string_view name, const TokenLookup& lookup, Bytes& body) {
    std::size_t places = 0;
    for (std::size_t at = 0; at < body.size();) {
        const auto end = std::min(body.find('&', at), body.size());
        const auto pair = std::string_view{body}.substr(at, end - at);
        const auto equals = std::min(pair.find('='), pair.size());
        const bool is_it = pair.substr(0, equals) == name && equals < pair.size();
        const auto decoded = redact::percent_decoded(pair.substr(is_it ? equals + 1 : equals));
        const auto* found = is_it ? lookup(decoded) : nullptr;
        const auto length = body.size();
        if (found && *found != decoded) {
            body.replace(at + equals + 1, pair.size() - equals - 1, url_encoded(*found, "-._~:"));
        }
        places += found ? 1U : 0U;
        at = end + body.size() - length + 1;
    }
    return places;
}

// The field's part as a whole; from the back, so that what is before stays in place.
std::size_t substitute_multipart(std::string_view name, std::string_view media_type,
                                 const TokenLookup& lookup, Bytes& body) {
    const auto parts = redact::parts_of(body, media_type);
    if (!parts) return 0;
    auto changed = body;
    std::size_t places = 0;
    for (const auto& part : *parts | std::views::reverse) {
        const auto saying = redact::saying_of(part.head);
        const auto* found = saying && saying->name == name ? lookup(part.content) : nullptr;
        if (!found) continue;
        const auto begin = static_cast<std::size_t>(part.content.data() - body.data());
        changed.replace(begin, part.content.size(), *found);
        ++places;
    }
    const auto now = redact::parts_of(changed, media_type);
    if (!now || now->size() != parts->size()) return 0;  // a value holds the boundary
    body = std::move(changed);
    return places;
}

// As it stands between quotation marks.
std::string json_escaped(std::string_view text) {
    const auto quoted = json::quoted(text);
    return quoted.substr(1, quoted.size() - 2);
}

// What takes the place of a member's value, a string's without its quotation marks.
std::optional<std::string> new_json_value(const json::Document& document, const json::Node& value,
                                          const TokenLookup& lookup) {
    const bool is_string = value.type == json::Type::string;
    const auto raw = std::string{document.raw(value)};
    const auto before = is_string ? document.string_value(value) : raw;
    const auto* found = lookup(before);
    if (!found) return std::nullopt;
    if (*found == before) return raw;  // in its own spelling
    if (is_string) return json_escaped(*found);
    const auto as_number = json::parse_borrowed(*found);
    const bool is_number = as_number && as_number->nodes()[0].type == json::Type::number;
    return is_number ? *found : json::quoted(*found);
}

// Every member of that name, at any depth; from the back, so that what is before stays in place.
std::size_t substitute_json(std::string_view name, const TokenLookup& lookup, Bytes& body) {
    const auto document = json::parse(body);
    if (!document) return 0;
    const auto& nodes = document->nodes();
    std::size_t places = 0;
    for (std::size_t i = nodes.size(); i-- > 1;) {
        const auto& key = nodes[i - 1];
        const auto& value = nodes[i];
        const bool is_member =
            key.type == json::Type::string && key.next == i && document->string_value(key) == name;
        const bool is_token = value.type == json::Type::string || value.type == json::Type::number;
        if (!is_member || !is_token) continue;
        const auto replacement = new_json_value(*document, value, lookup);
        if (replacement) body.replace(value.begin, value.length, *replacement);
        places += replacement ? 1U : 0U;
    }
    return places;
}

std::size_t substitute_body(std::string_view name, const TokenLookup& lookup,
                            http::Request& request) {
    if (!request.body.is_whole()) return 0;
    auto bytes = request.body.bytes;
    const std::string type{http::value_of(request.headers, "Content-Type").value_or("")};
    const auto is = [&](std::string_view form) {
        return ascii::lower_case(type).starts_with(form);
    };
    std::size_t places = 0;
    if (is("application/x-www-form-urlencoded")) {
        places = substitute_form(name, lookup, bytes);
    } else if (is("multipart/form-data")) {
        places = substitute_multipart(name, type, lookup, bytes);
    } else {
        places = substitute_json(name, lookup, bytes);
    }
    if (places > 0) request.body = http::make_body(std::move(bytes));
    return places;
}

}  // namespace

std::size_t substitute(const TokenTarget& target, const TokenLookup& lookup,
                       http::Request& request) {
    switch (target.in) {
        case TokenTarget::In::cookie: return substitute_cookie(target.name, lookup, request);
        case TokenTarget::In::header: return substitute_header(target.name, lookup, request);
        case TokenTarget::In::path: return substitute_path(lookup, request);
        case TokenTarget::In::body: return substitute_body(target.name, lookup, request);
    }
    return 0;
}

}  // namespace shadowdiff::mirror
