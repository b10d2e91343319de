// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/cookie_jar.hpp"

#include "base/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace shadowdiff::mirror {
namespace {

constexpr std::string_view http_only_prefix = "#HttpOnly_";

// domain, with subdomains, path, secure, expires, name, value
using Columns = std::array<std::string_view, 7>;

std::optional<Columns> columns_of(std::string_view line) {
    Columns columns;
    for (std::size_t i = 0; i + 1 < columns.size(); ++i) {
        const auto tab = line.find('\t');
        if (tab == std::string_view::npos) return std::nullopt;
        columns[i] = line.substr(0, tab);
        line.remove_prefix(tab + 1);
    }
    columns.back() = line;
    return columns;
}

// What would end the field, or begin another cookie.
bool may_stand_in_field(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f' && c != ';'; });
}

std::optional<std::int64_t> seconds_of(std::string_view text) {
    std::int64_t seconds = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, seconds);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return seconds;
}

bool is_truth(std::string_view text) { return text == "TRUE" || text == "FALSE"; }

std::optional<JarCookie> cookie_of(const Columns& columns) {
    auto domain = columns[0];
    if (domain.starts_with('.')) domain.remove_prefix(1);
    const bool is_one = !domain.empty() && is_truth(columns[1]) && columns[2].starts_with('/') &&
                        is_truth(columns[3]) && !columns[5].empty() &&
                        may_stand_in_field(columns[5]) && may_stand_in_field(columns[6]);
    if (!is_one) return std::nullopt;
    return JarCookie{ascii::lower_case(domain), columns[1] == "TRUE",    std::string{columns[2]},
                     columns[3] == "TRUE",      std::string{columns[5]}, std::string{columns[6]}};
}

bool matches_domain(const JarCookie& cookie, std::string_view host) {
    const auto lower = ascii::lower_case(host);
    if (lower == cookie.domain) return true;
    return cookie.with_subdomains && lower.ends_with("." + cookie.domain);
}

bool matches_path(const JarCookie& cookie, std::string_view path) {
    if (!path.starts_with(cookie.path)) return false;
    return path.size() == cookie.path.size() || cookie.path.ends_with('/') ||
           path[cookie.path.size()] == '/';
}

}  // namespace

Result<std::vector<JarCookie>> parse_cookie_jar(std::string_view text, Timestamp now) {
    std::vector<JarCookie> jar;
    std::size_t number = 0;
    std::size_t expired = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number;
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.starts_with(http_only_prefix)) line.remove_prefix(http_only_prefix.size());
        if (line.empty() || line.starts_with('#')) continue;
        const auto columns = columns_of(line);
        const auto expires = columns ? seconds_of((*columns)[4]) : std::nullopt;
        auto cookie = expires ? cookie_of(*columns) : std::nullopt;
        if (!cookie) {
            return std::unexpected{Error{fmt::format(
                "line {}: no cookie in the Netscape format, seven columns with tabs between them",
                number)}};
        }
        const auto now_seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
        if (*expires != 0 && *expires <= now_seconds.count()) {
            ++expired;
        } else {
            jar.push_back(*std::move(cookie));
        }
    }
    if (!jar.empty()) return jar;
    return std::unexpected{Error{expired > 0 ? "all its cookies have expired: log in again"
                                             : "there is no cookie in it"}};
}

std::string cookies_for(const std::vector<JarCookie>& jar, std::string_view host,
                        std::string_view path, bool is_https) {
    std::vector<const JarCookie*> sent;
    for (const auto& cookie : jar) {
        const bool may_go = is_https || !cookie.is_secure;
        if (may_go && matches_domain(cookie, host) && matches_path(cookie, path)) {
            sent.push_back(&cookie);
        }
    }
    std::ranges::sort(sent, [](const JarCookie* one, const JarCookie* other) {
        if (one->path.size() == other->path.size()) return one < other;
        return one->path.size() > other->path.size();
    });
    std::string value;
    for (const auto* cookie : sent) {
        if (!value.empty()) value += "; ";
        value += cookie->name + "=" + cookie->value;
    }
    return value;
}

}  // namespace shadowdiff::mirror
