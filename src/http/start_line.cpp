// SPDX-License-Identifier: Apache-2.0
#include "http/start_line.hpp"

#include "http/syntax.hpp"

#include <algorithm>
#include <optional>

namespace shadowdiff::http {
namespace {

constexpr std::size_t version_size = 8;  // "HTTP/1.1"

// Minor versions above 1 are spoken to as 1.1 (RFC 9110, section 2.5).
std::optional<Version> parse_version(ByteView text, Strictness strictness) {
    if (text == "HTTP/1.1") return Version::http_1_1;  // nearly always
    if (text.size() != version_size || !is_digits(text.substr(7))) return std::nullopt;
    const auto prefix = text.substr(0, 7);
    const bool known =
        strictness == Strictness::strict ? prefix == "HTTP/1." : same_name(prefix, "HTTP/1.");
    if (!known) return std::nullopt;
    return text[7] == '0' ? Version::http_1_0 : Version::http_1_1;
}

// No user: it only ever made one host look like another (RFC 9110, section 4.2.4).
bool is_host_and_port(ByteView authority) {
    return !authority.empty() && !authority.starts_with(':') &&
           authority.find_first_of("@\\\"<>^`{|}") == ByteView::npos;
}

bool is_http_url(ByteView target) {
    const auto authority = authority_of(target);
    if (!authority || !is_host_and_port(*authority)) return false;
    const auto scheme = target.substr(0, target.find(':'));
    return (same_name(scheme, "http") || same_name(scheme, "https")) &&
           !without_origin(target).starts_with('#');
}

// What has none of the forms of RFC 9112, section 3.2, would have to be repaired to be passed on.
// CONNECT's own, authority-form, is for whoever connects to judge.
bool has_form(ByteView method, ByteView target) {
    if (target.starts_with('/') || method == "CONNECT") return true;
    return target == "*" ? method == "OPTIONS" : is_http_url(target);
}

bool is_strict_target(ByteView method, ByteView target) {
    return !target.empty() && is_text(target) && target.find_first_of(" \t") == ByteView::npos &&
           has_form(method, target);
}

}  // namespace

std::expected<RequestLine, Malformed> parse_request_line(ByteView line, Strictness strictness) {
    const bool strict = strictness == Strictness::strict;
    if (!strict) line = trim(line);
    if (line.size() < version_size) return malformed("request line (RFC 9112, 3)");
    const auto version = parse_version(line.substr(line.size() - version_size), strictness);
    if (!version) return malformed("HTTP version of the request (RFC 9112, 2.3)");
    line.remove_suffix(version_size);

    const auto method = line.substr(0, token_size(line));
    auto target = line.substr(method.size());
    const bool is_token = !method.empty() && (target.empty() || target.starts_with(' ') ||
                                              (!strict && target.starts_with('\t')));
    if (!is_token) return malformed("method (RFC 9110, 9.1)");
    if (!target.ends_with(' ') && (strict || !target.ends_with('\t'))) {
        return malformed("request line (RFC 9112, 3)");
    }
    if (strict) {
        target = target.size() < 2 ? ByteView{} : target.substr(1, target.size() - 2);
        if (!is_strict_target(method, target)) return malformed("request target (RFC 9112, 3.2)");
    } else {
        target = trim(target);
        if (target.empty()) return malformed("request target (RFC 9112, 3.2)");
    }
    return RequestLine{method, target, *version};
}

std::optional<RequestLine> parse_http09_line(ByteView line) {
    constexpr ByteView start = "GET /";
    const auto target = trim(line.substr(std::min(line.size(), start.size() - 1)));
    const bool is_one_word = target.find_first_of(" \t") == ByteView::npos && is_text(target);
    if (!line.starts_with(start) || !is_one_word) return std::nullopt;
    return RequestLine{line.substr(0, 3), target, Version::http_1_0};
}

std::expected<StatusLine, Malformed> parse_status_line(ByteView line, Strictness strictness) {
    const bool strict = strictness == Strictness::strict;
    const auto version = parse_version(line.substr(0, version_size), strictness);
    if (!version) return malformed("HTTP version of the response (RFC 9112, 2.3)");
    auto rest = line.substr(version_size);
    if (!rest.starts_with(' ') && (strict || !rest.starts_with('\t'))) {
        return malformed("status line (RFC 9112, 4)");
    }
    rest = strict ? rest.substr(1) : trim(rest);
    const auto digits = rest.substr(0, 3);
    if (digits.size() != 3 || !is_digits(digits)) return malformed("status code (RFC 9112, 4)");
    const auto digit = [&](std::size_t at) { return digits[at] - '0'; };
    const auto status = static_cast<std::uint16_t>(digit(0) * 100 + digit(1) * 10 + digit(2));
    if (strict && status < 100) return malformed("status code (RFC 9112, 4)");
    auto reason = rest.substr(3);
    if (!reason.empty() && reason.front() != ' ' && (strict || reason.front() != '\t')) {
        return malformed("status code (RFC 9112, 4)");
    }
    if (strict && !is_text(reason)) return malformed("reason phrase (RFC 9112, 4)");
    reason.remove_prefix(std::min<std::size_t>(reason.size(), 1));
    return StatusLine{status, trim(reason), *version};
}

}  // namespace shadowdiff::http
