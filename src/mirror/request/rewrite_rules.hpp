// SPDX-License-Identifier: Apache-2.0
// What is declared to be sent otherwise to one leg: the values of --rewrite. Pure.
#pragma once

#include "base/result.hpp"
#include "http/message.hpp"
#include "mirror/request/cookie_jar.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::mirror {

struct RewriteRules {
    std::string host;                         // in place of the client's Host; "": as it is
    http::Fields set_headers;                 // in place of all of that name, at the end
    http::Fields credentials;                 // the same, of requests that need them
    std::vector<std::string> remove_headers;  // all of that name
    http::Fields set_fields;                  // of forms and JSON bodies, wherever they stand
    http::Fields set_query;                   // name and value, as they stand in a target
    std::vector<std::string> remove_query;
    std::vector<JarCookie> cookie_jar;  // in place of the cookies of requests that have some
    bool operator==(const RewriteRules&) const = default;
};

/// "host=api.test", "set-header=X-A: b", "remove-header=X-A", "set-query=k=v", "remove-query=k",
/// "set-field=password: b":
/// adds one rule. What frames a message, or concerns one connection only, cannot be set.
Result<void> add_rewrite(RewriteRules& rules, std::string_view text);

/// It has a field of that name, or is known by its URL alone, so that nobody knows. Requests of
/// clients who had no credential get none.
bool needs_credential(const http::Request& request, std::string_view name);

/// The target with the query's parameters set and removed, the others in their order and spelling.
std::string rewritten_query(const RewriteRules& rules, std::string target);

}  // namespace shadowdiff::mirror
