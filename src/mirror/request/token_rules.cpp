// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/token_rules.hpp"

#include "base/ascii.hpp"
#include "base/escape.hpp"
#include "content/decode.hpp"
#include "json/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <utility>
#include <variant>

namespace shadowdiff::mirror {
namespace {

constexpr std::string_view to_word = " to ";
constexpr std::size_t json_bytes_max = 1 << 20;  // a longer answer mints nothing that we look for

std::optional<std::string> minted_cookie(const http::Response& response, std::string_view name) {
    std::optional<std::string> value;  // the last of that name is the one that clients keep
    for (const auto& field : response.headers) {
        if (!http::same_name(field.name, "Set-Cookie")) continue;
        const auto pair = field.value.substr(0, field.value.find(';'));
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
    if (!body.is_whole() || body.length > json_bytes_max) return std::nullopt;
    const auto codings = http::list_members(response.headers, "Content-Encoding");
    const auto decoded =
        content::decode(body.bytes, codings, {.decoded_bytes_max = json_bytes_max});
    if (!decoded) return std::nullopt;
    const auto document = json::parse_borrowed(*decoded);
    if (!document) return std::nullopt;
    const auto nodes = json::evaluate(query, *document);
    if (!nodes || nodes->size() != 1) return std::nullopt;
    const auto& node = document->nodes()[nodes->front()];
    if (node.type == json::Type::string) return document->string_value(node);
    if (node.type == json::Type::number) return std::string{document->raw(node)};
    return std::nullopt;
}

using Unreadable = std::unexpected<Error>;

Unreadable wrong(std::string_view text, std::string_view why) {
    return Unreadable{Error{fmt::format("\"{}\": {}", printable(text, 200), why)}};
}

std::optional<std::string> behind(std::string_view text, std::string_view prefix) {
    if (!text.starts_with(prefix) || text.size() == prefix.size()) return std::nullopt;
    return std::string{text.substr(prefix.size())};
}

// Of "$.a.tokens[0]" tokens: a secret is all that stands below it.
std::vector<std::string> last_names(const json::Query& query) {
    std::vector<std::string> names;
    for (const auto& segment : query.segments | std::views::reverse) {
        for (const auto& selector : segment.selectors) {
            const auto* name = std::get_if<json::NameSelector>(&selector);
            if (name) names.push_back(name->name);
        }
        if (!names.empty()) break;
    }
    return names;
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

bool is_id(const TokenRule& rule) {
    return std::ranges::count(rule.targets, TokenTarget::In::path, &TokenTarget::in) > 0;
}

TokenNames secret_names(const TokenRule& rule) {
    TokenNames names;
    if (is_id(rule)) return names;
    if (rule.source.in == TokenSource::In::header) names.headers.push_back(rule.source.name);
    if (rule.source.in == TokenSource::In::json) names.fields = last_names(rule.source.query);
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

std::vector<std::string> minted_secrets(const std::vector<TokenRule>& rules,
                                        const http::Response& response) {
    std::vector<std::string> secrets;
    for (const auto& rule : rules) {
        auto value = is_id(rule) ? std::nullopt : minted(rule.source, response);
        if (value) secrets.push_back(*std::move(value));
    }
    return secrets;
}

}  // namespace shadowdiff::mirror
