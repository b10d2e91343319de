// SPDX-License-Identifier: Apache-2.0
#include "mirror/method_policy.hpp"

#include "base/ascii.hpp"
#include "base/escape.hpp"
#include "mirror/framing.hpp"
#include "mirror/pattern.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

namespace shadowdiff::mirror {
namespace {

bool is_allowed(const MethodPolicy& policy, std::string_view method, std::string_view route) {
    return std::ranges::count(policy.to_candidate, method) > 0 ||
           std::ranges::any_of(policy.routes_to_candidate, [&](const std::string& pattern) {
               return matches_route(pattern, route);
           });
}

}  // namespace

bool is_sent_by_default(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

bool may_be_sent(const MethodPolicy& policy, http::Leg leg, std::string_view method,
                 std::string_view route) {
    if (is_sent_by_default(method)) return true;
    if (!is_allowed(policy, method, route)) return false;
    return leg == http::Leg::candidate || policy.resends_to_legacy;
}

Result<std::string> parse_method(std::string_view text) {
    if (is_token(text) && std::ranges::none_of(text, ascii::is_lower)) return std::string{text};
    return std::unexpected{Error{fmt::format(
        "\"{}\" is no method: expected POST, PUT, …, in upper case", printable(text, 40))}};
}

Result<std::string> parse_unsafe_route(std::string_view text) {
    const auto space = std::min(text.find(' '), text.size());
    const auto method = parse_method(text.substr(0, space));
    if (method && text.substr(space).starts_with(" /")) return std::string{text};
    return std::unexpected{
        Error{fmt::format("\"{}\" is no route: expected \"POST /orders\"", printable(text, 200))}};
}

std::string to_text(const MethodPolicy& policy) {
    auto allowed = policy.to_candidate;
    std::ranges::copy(policy.routes_to_candidate, std::back_inserter(allowed));
    if (allowed.empty()) return "safe methods only";
    return fmt::format("safe methods; {} to {}", fmt::join(allowed, ", "),
                       policy.resends_to_legacy ? "every leg" : "the candidate");
}

}  // namespace shadowdiff::mirror
