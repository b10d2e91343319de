// SPDX-License-Identifier: Apache-2.0
// What a leg mints and its clients bring back, as declared: the values of --token. Pure.
#pragma once

#include "base/result.hpp"
#include "http/message.hpp"
#include "json/query.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::mirror {

/// Where an answer mints it.
struct TokenSource {
    enum class In : std::uint8_t { set_cookie, header, json };
    In in = In::set_cookie;
    std::string name;   // of the cookie or header
    json::Query query;  // of the JSON body
};

/// Where a later request brings it.
struct TokenTarget {
    enum class In : std::uint8_t { cookie, header, path, body };
    In in = In::cookie;
    std::string name;  // of the cookie, header, or body member; of a path segment none
};

struct TokenRule {
    TokenSource source;
    std::vector<TokenTarget> targets;
};

/// "set-cookie:sid", "header:X-Token" or "json:$.id" before " to ", and "cookie:sid",
/// "header:Authorization", "path" or "body:csrf" behind it, several parted by commas.
Result<TokenRule> parse_token_rule(std::string_view text);

/// It has a path target: an id, and no secret.
bool is_id(const TokenRule& rule);

/// The names under which such a token travels, for who must not store it: of headers, and of fields
/// of bodies; of a JSON path its last names. None of a rule with a path target: that is an id, and
/// no secret.
struct TokenNames {
    std::vector<std::string> headers, fields;
};
TokenNames secret_names(const TokenRule& rule);

/// What an answer mints there.
std::optional<std::string> minted(const TokenSource& source, const http::Response& response);

/// What it mints under the rules whose tokens are secrets, whatever the names there.
std::vector<std::string> minted_secrets(const std::vector<TokenRule>& rules,
                                        const http::Response& response);

}  // namespace shadowdiff::mirror
