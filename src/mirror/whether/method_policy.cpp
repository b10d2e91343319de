// SPDX-License-Identifier: Apache-2.0
#include "mirror/whether/method_policy.hpp"

#include "base/ascii.hpp"
#include "base/escape.hpp"
#include "mirror/request/framing.hpp"
#include "mirror/whether/pattern.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <iterator>

namespace shadowdiff::mirror {
namespace {

std::string without_escapes(std::string_view path) {
    std::string plain;
    while (!path.empty()) {
        const auto digits = path.substr(1, 2);
        const auto* end = digits.data() + digits.size();
        unsigned code = 0;
        const bool is_escape = path.front() == '%' && digits.size() == 2 &&
                               std::from_chars(digits.data(), end, code, 16).ptr == end;
        plain += is_escape ? static_cast<char>(code) : path.front();
        path.remove_prefix(is_escape ? 3 : 1);
    }
    return plain;
}

// Servers step over empty segments, take "." and ".." away, before or after they undo escapes, and
// some do so with path parameters and backslashes in between: "/orders/..;/admin" is named as one
// route and may run as another.
bool may_lead_elsewhere(std::string_view target) {
    if (target.contains('#')) return true;  // no part of a target: where the path ends is a guess
    const auto plain = without_escapes(http::path_of(target));
    for (std::string_view rest = plain; !rest.empty();) {
        rest.remove_prefix(1);  // the slash
        const auto end = std::min(rest.find_first_of("/\\"), rest.size());
        const auto segment = rest.substr(0, std::min(end, rest.find(';')));
        if (segment == "." || segment == "..") return true;
        if (segment.empty() && end < rest.size()) return true;
        rest.remove_prefix(end);
    }
    return false;
}

bool is_allowed(const MethodPolicy& policy, std::string_view method, std::string_view route,
                std::string_view target) {
    if (std::ranges::count(policy.to_candidate, method) > 0) return true;
    const bool names_route = std::ranges::any_of(
        policy.routes_to_candidate,
        [&](const std::string& pattern) { return matches_route(pattern, route); });
    return names_route && !may_lead_elsewhere(target);
}

}  // namespace

bool is_sent_by_default(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

bool may_be_sent(const MethodPolicy& policy, http::Leg leg, std::string_view method,
                 std::string_view route, std::string_view target) {
    if (is_sent_by_default(method)) return true;
    if (!is_allowed(policy, method, route, target)) return false;
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
