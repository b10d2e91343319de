// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/supplied.hpp"

#include "mirror/request/rewrite.hpp"
#include "mirror/request/token_targets.hpp"
#include "redact/lost_places.hpp"
#include "redact/match.hpp"
#include "redact/names.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace shadowdiff::mirror {
namespace {

bool is_supplied(const http::Request& request, std::string_view place, const Target& target,
                 const RewriteRules& rules) {
    const auto is_it = [&](std::string_view name) { return http::same_name(name, place); };
    if (std::ranges::any_of(rules.set_headers, is_it, &http::Field::name) ||
        std::ranges::any_of(rules.credentials, is_it, &http::Field::name) ||
        std::ranges::any_of(rules.remove_headers, is_it)) {
        return true;
    }
    return place == "cookie" && !jar_cookies(request, target, rules).empty();
}

}  // namespace

std::shared_ptr<const http::Request> with_fields_set(const http::Request& request,
                                                     const RewriteRules& rules) {
    if (rules.set_fields.empty() || !request.body.is_whole()) return nullptr;
    auto copy = std::make_shared<http::Request>(request);
    std::size_t places = 0;
    for (const auto& field : rules.set_fields) {
        const TokenTarget target{TokenTarget::In::body, std::string{field.name}};
        const std::string value{field.value};
        places += substitute(target, [&](std::string_view) { return &value; }, *copy);
    }
    if (places == 0) return nullptr;
    return copy;
}

bool lacks_something(const http::Request& request, const Target& target,
                     const RewriteRules& rules) {
    const auto set = with_fields_set(request, rules);
    return std::ranges::any_of(
        redact::lost_places(set ? *set : request),
        [&](const std::string& place) { return !is_supplied(request, place, target, rules); });
}

std::vector<std::string> secrets_of(const RewriteRules& rules) {
    const redact::Names known{{}, {}};
    std::vector<std::string> secrets;
    const auto add_header = [&](const http::Field& field) {
        if (!known.is_secret_header(field.name)) return;
        secrets.emplace_back(field.value.substr(field.value.rfind(' ') + 1));  // "Bearer TOKEN"
    };
    std::ranges::for_each(rules.set_headers, add_header);
    std::ranges::for_each(rules.credentials, add_header);
    for (const auto& field : rules.set_fields) {
        if (known.is_secret_field(field.name)) secrets.emplace_back(field.value);
    }
    for (const auto& cookie : rules.cookie_jar) secrets.push_back(cookie.value);
    return secrets;
}

http::Request with_tokens_supplied(http::Request request, const std::vector<TokenRule>& rules) {
    static const std::string something = "0";
    const TokenLookup lookup = [](std::string_view value) -> const std::string* {
        return redact::is_redacted(value) ? &something : nullptr;
    };
    for (const auto& rule : rules) {
        for (const auto& target : rule.targets) substitute(target, lookup, request);
    }
    return request;
}

}  // namespace shadowdiff::mirror
