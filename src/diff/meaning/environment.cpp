// SPDX-License-Identifier: Apache-2.0
#include "diff/meaning/environment.hpp"

#include "base/ascii.hpp"
#include "json/document.hpp"

#include <charconv>
#include <string>

namespace shadowdiff::diff {

namespace {

using http::Request;
using http::Response;

bool has(const Request& request, std::string_view field) {
    return http::find(request.headers, field) != nullptr;
}

bool is_success(const Response& response) { return response.status / 100 == 2; }

bool are_statuses(const Response& one, const Response& other, int first, int second) {
    return (one.status == first && other.status == second) ||
           (one.status == second && other.status == first);
}

/// Whoever sent the request got its validator from legacy, and the candidate makes its own.
bool is_other_validator(const Request& request, const Response& legacy, const Response& candidate) {
    const bool is_conditional = has(request, "if-none-match") || has(request, "if-modified-since");
    return is_conditional && are_statuses(legacy, candidate, 304, 200);
}

bool is_other_range(const Request& request, const Response& legacy, const Response& candidate) {
    return has(request, "range") && has(request, "if-range") &&
           are_statuses(legacy, candidate, 206, 200);
}

/// Sure of it only where the candidate says when to come again, or of which budget there is no
/// more.
bool is_out_of_quota(const Response& legacy, const Response& candidate) {
    if (candidate.status != 429 || legacy.status == 429) return false;
    for (const auto& field : candidate.headers) {
        const auto name = ascii::lower_case(field.name);
        if (name == "retry-after" || name.find("ratelimit") != name.npos) return true;
    }
    return false;
}

std::string from_base64url(std::string_view text) {
    std::string bytes;
    unsigned held = 0;
    unsigned bits = 0;
    for (const char c : text) {
        static constexpr std::string_view alphabet =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        const auto digit = alphabet.find(c);
        if (digit == alphabet.npos) return {};
        held = (held << 6U | static_cast<unsigned>(digit)) & 0xffffU;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(held >> bits & 0xffU);
    }
    return bytes;
}

/// The time of expiry that a JWT states (RFC 7519, section 4.1.4), in seconds since 1970.
std::optional<std::int64_t> expiry_of(std::string_view token) {
    const auto first = token.find('.');
    const auto second = token.find('.', first == token.npos ? first : first + 1);
    if (second == token.npos) return std::nullopt;
    const auto claims = json::parse(from_base64url(token.substr(first + 1, second - first - 1)));
    if (!claims || claims->nodes()[0].type != json::Type::object) return std::nullopt;
    const auto& nodes = claims->nodes();
    for (std::uint32_t member = 1; member < nodes[0].next; member = nodes[member + 1].next) {
        if (claims->raw(nodes[member]) != "exp") continue;
        const auto number = claims->raw(nodes[member + 1]);
        std::int64_t seconds = 0;
        const auto parsed = std::from_chars(number.data(), number.data() + number.size(), seconds);
        if (parsed.ec == std::errc{}) return seconds;
    }
    return std::nullopt;
}

/// The token was good when it was recorded. Only one that says itself when it ends can be told from
/// a candidate that refuses a good one.
bool is_token_expired(const Request& request, const Response& legacy, const http::Answer& answer) {
    if (!is_success(legacy) || answer.response()->status != 401) return false;
    const auto credentials = http::value_of(request.headers, "authorization").value_or("");
    constexpr std::string_view scheme = "bearer ";
    if (ascii::lower_case(credentials.substr(0, scheme.size())) != scheme) return false;
    const auto expiry = expiry_of(ascii::trimmed(credentials.substr(scheme.size())));
    const auto asked_at = std::chrono::floor<std::chrono::seconds>(answer.timing.request_at);
    return expiry && *expiry <= asked_at.time_since_epoch().count();
}

bool is_key_used(const Request& request, const Response& legacy, const Response& candidate) {
    return has(request, "idempotency-key") && candidate.status == 409 && legacy.status != 409;
}

}  // namespace

std::optional<Reason> environment_artefact(const Request& request, const Response& legacy,
                                           const http::Answer& answer) {
    const auto& candidate = *answer.response();
    if (candidate.status == legacy.status) return std::nullopt;
    if (is_other_validator(request, legacy, candidate)) return Reason::environment_validator;
    if (is_other_range(request, legacy, candidate)) return Reason::environment_range;
    if (is_out_of_quota(legacy, candidate)) return Reason::environment_quota;
    if (is_token_expired(request, legacy, answer)) return Reason::environment_token_expired;
    if (is_key_used(request, legacy, candidate)) return Reason::environment_key_used;
    return std::nullopt;
}

}  // namespace shadowdiff::diff
