// SPDX-License-Identifier: Apache-2.0
#include "mirror/whether/filter.hpp"

#include "base/ascii.hpp"
#include "base/escape.hpp"
#include "mirror/request/request_host.hpp"
#include "mirror/whether/pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace shadowdiff::mirror {
namespace {

constexpr std::size_t filter_bytes_max = 1'024;  // with head_bytes_max, what one match may cost

struct FilterKind {
    std::string_view prefix;
    Filter::On on;
    bool has_name;
};
constexpr std::array filter_kinds{
    FilterKind{"route:", Filter::On::route, false},
    FilterKind{"host:", Filter::On::host, false},
    FilterKind{"header:", Filter::On::header, true},
    FilterKind{"query:", Filter::On::query, true},
};

// The host of a request without its port, in lower case.
std::string host_of(const http::Request& request) {
    const auto host = asked_host(request);
    const auto bracket = host.find(']');
    const auto colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
    return ascii::lower_case(host.substr(0, colon));
}

bool any_header(const http::Request& request, const Filter& filter) {
    return std::ranges::any_of(request.headers, [&](const http::Field& field) {
        return http::same_name(field.name, filter.name) && matches(filter.pattern, field.value);
    });
}

// As it stands in the target, not percent-decoded.
bool any_parameter(const http::Request& request, const Filter& filter) {
    auto rest = http::query_of(request.target).value_or("");
    while (!rest.empty()) {
        const auto end = std::min(rest.find('&'), rest.size());
        const auto pair = rest.substr(0, end);
        const auto equals = std::min(pair.find('='), pair.size());
        const auto value = equals < pair.size() ? pair.substr(equals + 1) : std::string_view{};
        if (pair.substr(0, equals) == filter.name && matches(filter.pattern, value)) return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

bool meets(const http::Request& request, std::string_view route, const Filter& filter) {
    switch (filter.on) {
        case Filter::On::route: return matches_route(filter.pattern, route);
        case Filter::On::host: return matches(filter.pattern, host_of(request));
        case Filter::On::header: return any_header(request, filter);
        case Filter::On::query: return any_parameter(request, filter);
    }
    return false;
}

}  // namespace

Result<Filter> parse_filter(std::string_view text) {
    const auto wrong = [&](std::string_view why) {
        return std::unexpected{Error{fmt::format("\"{}\": {}", printable(text, 200), why)}};
    };
    if (text.size() > filter_bytes_max) return wrong("it is longer than 1,024 bytes");
    for (const auto& kind : filter_kinds) {
        if (!text.starts_with(kind.prefix)) continue;
        const auto rest = text.substr(kind.prefix.size());
        if (rest.empty()) return wrong("nothing stands behind the colon");
        Filter filter{.on = kind.on, .name = {}, .pattern = std::string{rest}};
        if (kind.on == Filter::On::host) filter.pattern = ascii::lower_case(rest);
        if (!kind.has_name) return filter;
        const auto equals = rest.find('=');
        if (equals == 0) return wrong("no name stands before \"=\"");
        filter.name = rest.substr(0, equals);
        filter.pattern = equals == std::string_view::npos ? "*" : rest.substr(equals + 1);
        return filter;
    }
    return wrong("expected route:…, host:…, header:NAME=… or query:NAME=…");
}

std::string to_text(const std::vector<Filter>& filters) {
    std::string text;
    for (const auto& filter : filters) {
        const auto& kind = *std::ranges::find(filter_kinds, filter.on, &FilterKind::on);
        text += fmt::format("{}{}{}{}{}", text.empty() ? "" : " ", kind.prefix, filter.name,
                            kind.has_name ? "=" : "", filter.pattern);
    }
    return text;
}

bool passes(const Filters& filters, const http::Request& request, std::string_view route) {
    const auto is_met = [&](const Filter& filter) { return meets(request, route, filter); };
    if (std::ranges::any_of(filters.exclude, is_met)) return false;
    return std::ranges::all_of(filter_kinds, [&](const FilterKind& kind) {
        bool is_asked_for = false;
        for (const auto& filter : filters.include) {
            if (filter.on != kind.on) continue;
            if (is_met(filter)) return true;
            is_asked_for = true;
        }
        return !is_asked_for;
    });
}

}  // namespace shadowdiff::mirror
