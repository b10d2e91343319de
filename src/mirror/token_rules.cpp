// SPDX-License-Identifier: Apache-2.0
#include "mirror/token_rules.hpp"

#include "base/ascii.hpp"
#include "base/escape.hpp"
#include "json/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace shadowdiff::mirror {
namespace {

constexpr std::string_view to_word = " to ";
constexpr std::size_t json_bytes_max = 1 << 20;  // a longer answer mints nothing that we look for

std::optional<std::string> minted_cookie(const http::Response& response, std::string_view name) {
    std::optional<std::string> value;  // the last of that name is the one that clients keep
    for (const auto& field : response.headers) {
        if (!http::same_name(field.name, "Set-Cookie")) continue;
        const auto pair = std::string_view{field.value}.substr(0, field.value.find(';'));
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos) continue;
        if (ascii::trimmed(pair.substr(0, equals)) == name) {
            value = ascii::trimmed(pair.substr(equals + 1));
        }
    }
    return value;
}

std::optional<std::string> minted_json(const http::Response& response, const json::Query& query) {
    const auto& body = response.body;
    const bool is_readable = body.is_whole() && body.length <= json_bytes_max &&
                             !http::find(response.headers, "Content-Encoding");
    if (!is_readable) return std::nullopt;
    const auto document = json::parse_borrowed(body.bytes);
    if (!document) return std::nullopt;
    const auto nodes = json::evaluate(query, *document);
    if (!nodes || nodes->size() != 1) return std::nullopt;
    const auto& node = document->nodes()[nodes->front()];
    if (node.type == json::Type::string) return document->string_value(node);
    if (node.type == json::Type::number) return std::string{document->raw(node)};
    return std::nullopt;
}

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
    for (auto& field : request.headers) {
        if (!http::same_name(field.name, "Cookie")) continue;
        for (std::size_t at = 0; at < field.value.size();) {
            const auto end = std::min(field.value.find(';', at), field.value.size());
            const auto pair = std::string_view{field.value}.substr(at, end - at);
            const auto equals = pair.find('=');
            const bool is_it =
                equals != std::string_view::npos && ascii::trimmed(pair.substr(0, equals)) == name;
            const auto value = is_it ? ascii::trimmed(pair.substr(equals + 1)) : "";
            const auto length = field.value.size();
            places += replace_part(field.value, value, lookup) ? 1U : 0U;
            at = end + field.value.size() - length + 1;
        }
    }
    return places;
}

// The whole value, or what stands behind a scheme: "Bearer TOKEN".
std::size_t substitute_header(std::string_view name, const TokenLookup& lookup,
                              http::Request& request) {
    std::size_t places = 0;
    for (auto& field : request.headers) {
        if (!http::same_name(field.name, name)) continue;
        const auto whole = ascii::trimmed(field.value);
        const auto space = whole.rfind(' ');
        const bool is_done = replace_part(field.value, whole, lookup) ||
                             (space != std::string_view::npos &&
                              replace_part(field.value, whole.substr(space + 1), lookup));
        places += is_done ? 1U : 0U;
    }
    return places;
}

std::size_t substitute_path(const TokenLookup& lookup, http::Request& request) {
    std::size_t places = 0;
    auto& target = request.target;
    for (std::size_t at = 0; at < std::min(target.find_first_of("?#"), target.size());) {
        const auto end = std::min(target.find_first_of("/?#", at), target.size());
        const auto length = target.size();
        const auto segment = std::string_view{target}.substr(at, end - at);
        places += replace_part(target, segment, lookup) ? 1U : 0U;
        at = end + target.size() - length + 1;
    }
    return places;
}

bool is_form(const http::Request& request) {
    const auto type = http::value_of(request.headers, "Content-Type").value_or("");
    return ascii::lower_case(type).starts_with("application/x-www-form-urlencoded");
}

std::size_t substitute_form(std::string_view name, const TokenLookup& lookup, Bytes& body) {
    std::size_t places = 0;
    for (std::size_t at = 0; at < body.size();) {
        const auto end = std::min(body.find('&', at), body.size());
        const auto pair = std::string_view{body}.substr(at, end - at);
        const auto equals = std::min(pair.find('='), pair.size());
        const bool is_it = pair.substr(0, equals) == name && equals < pair.size();
        const auto length = body.size();
        places += replace_part(body, is_it ? pair.substr(equals + 1) : "", lookup) ? 1U : 0U;
        at = end + body.size() - length + 1;
    }
    return places;
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
        const auto part = std::string_view{body}.substr(value.begin, value.length);
        places += replace_part(body, part, lookup) ? 1U : 0U;
    }
    return places;
}

std::size_t substitute_body(std::string_view name, const TokenLookup& lookup,
                            http::Request& request) {
    auto bytes = request.body.bytes;
    const auto places = is_form(request) ? substitute_form(name, lookup, bytes)
                                         : substitute_json(name, lookup, bytes);
    if (places > 0) request.body = http::make_body(std::move(bytes));
    return places;
}

using Unreadable = std::unexpected<Error>;

Unreadable wrong(std::string_view text, std::string_view why) {
    return Unreadable{Error{fmt::format("\"{}\": {}", printable(text, 200), why)}};
}

std::optional<std::string> behind(std::string_view text, std::string_view prefix) {
    if (!text.starts_with(prefix) || text.size() == prefix.size()) return std::nullopt;
    return std::string{text.substr(prefix.size())};
}

Result<TokenSource> parse_source(std::string_view text) {
    using enum TokenSource::In;
    if (auto name = behind(text, "set-cookie:")) return TokenSource{set_cookie, *name, {}};
    if (auto name = behind(text, "header:")) return TokenSource{header, *name, {}};
    if (const auto path = behind(text, "json:")) {
        auto query = json::parse_query(*path);
        if (!query) return wrong(text, query.error().what);
        return TokenSource{json, {}, *std::move(query)};
    }
    return wrong(text, "expected set-cookie:NAME, header:NAME or json:$.path");
}

Result<TokenTarget> parse_token_target(std::string_view text) {
    using enum TokenTarget::In;
    if (text == "path") return TokenTarget{path, {}};
    if (auto name = behind(text, "cookie:")) return TokenTarget{cookie, *name};
    if (auto name = behind(text, "header:")) return TokenTarget{header, *name};
    if (auto name = behind(text, "body:")) return TokenTarget{body, *name};
    return wrong(text, "expected cookie:NAME, header:NAME, path or body:NAME");
}

}  // namespace

Result<TokenRule> parse_token_rule(std::string_view text) {
    const auto at = text.find(to_word);
    if (at == std::string_view::npos) return wrong(text, "expected SOURCE to TARGET[,TARGET…]");
    auto source = parse_source(ascii::trimmed(text.substr(0, at)));
    if (!source) return std::unexpected{source.error()};
    TokenRule rule{*std::move(source), {}};
    for (auto rest = text.substr(at + to_word.size()); !rest.empty();) {
        const auto end = std::min(rest.find(','), rest.size());
        auto target = parse_token_target(ascii::trimmed(rest.substr(0, end)));
        if (!target) return std::unexpected{target.error()};
        rule.targets.push_back(*std::move(target));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (rule.targets.empty()) return wrong(text, "it names no target");
    return rule;
}

TokenNames secret_names(const TokenRule& rule) {
    TokenNames names;
    const bool is_id =
        std::ranges::count(rule.targets, TokenTarget::In::path, &TokenTarget::in) > 0;
    if (is_id) return names;
    if (rule.source.in == TokenSource::In::header) names.headers.push_back(rule.source.name);
    if (rule.source.in == TokenSource::In::json && !rule.source.query.segments.empty()) {
        for (const auto& selector : rule.source.query.segments.back().selectors) {
            const auto* name = std::get_if<json::NameSelector>(&selector);
            if (name) names.fields.push_back(name->name);
        }
    }
    for (const auto& target : rule.targets) {
        if (target.in == TokenTarget::In::header) names.headers.push_back(target.name);
        if (target.in == TokenTarget::In::body) names.fields.push_back(target.name);
    }
    return names;
}

std::optional<std::string> minted(const TokenSource& source, const http::Response& response) {
    switch (source.in) {
        case TokenSource::In::set_cookie: return minted_cookie(response, source.name);
        case TokenSource::In::json: return minted_json(response, source.query);
        case TokenSource::In::header:
            if (const auto value = http::value_of(response.headers, source.name)) {
                return std::string{*value};
            }
            return std::nullopt;
    }
    return std::nullopt;
}

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
