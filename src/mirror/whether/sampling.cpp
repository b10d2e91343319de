// SPDX-License-Identifier: Apache-2.0
#include "mirror/whether/sampling.hpp"

#include "base/ascii.hpp"
#include "base/escape.hpp"
#include "base/hash.hpp"
#include "mirror/request/cookies.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>

namespace shadowdiff::mirror {
namespace {

// Fixed for all times: another would make every run take other keys.
constexpr std::uint64_t seed = 0x5361'6d70'6c65'5264;

void append_endpoint(const Endpoint& endpoint, Bytes& out) {
    for (const auto octet : endpoint.address.octets) out += static_cast<char>(octet);
    out += static_cast<char>(endpoint.port >> 8U);
    out += static_cast<char>(endpoint.port & 0xffU);
}

Bytes connection_key(const http::Exchange& exchange) {
    Bytes key{"c"};
    append_endpoint(exchange.client, key);
    append_endpoint(exchange.server, key);
    // Over a Unix-domain socket, or in a recording without addresses, all would be one.
    if (exchange.client == Endpoint{}) key += fmt::format("{}", exchange.connection);
    return key;
}

Bytes request_key(const http::Request& request) {
    return fmt::format("r{}\n{}\n{}\n{}", request.method, request.target,
                       http::value_of(request.headers, "Host").value_or(""),
                       to_hex(request.body.digest));
}

std::optional<std::string_view> named_value(const Sampling& sampling, const http::Fields& fields) {
    return sampling.by == Sampling::By::header ? http::value_of(fields, sampling.name)
                                               : cookie_value(fields, sampling.name);
}

Bytes key_of(const Sampling& sampling, const http::Exchange& exchange) {
    switch (sampling.by) {
        case Sampling::By::request: return request_key(exchange.request);
        case Sampling::By::connection: return connection_key(exchange);
        case Sampling::By::header:
        case Sampling::By::cookie:
            if (const auto value = named_value(sampling, exchange.request.headers)) {
                return "v" + Bytes{*value};
            }
            return connection_key(exchange);
    }
    return {};
}

std::string_view name(Sampling::By by) {
    switch (by) {
        case Sampling::By::request: return "request";
        case Sampling::By::connection: return "connection";
        case Sampling::By::header: return "header:";
        case Sampling::By::cookie: return "cookie:";
    }
    return "";
}

}  // namespace

Result<double> parse_rate(std::string_view text) {
    double per_cent = 0;
    const auto* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, per_cent);
    const bool is_whole = error == std::errc{} && rest + 1 == end && *rest == '%';
    if (!is_whole || !std::isfinite(per_cent) || per_cent <= 0 || per_cent > 100) {
        return std::unexpected{Error{fmt::format(
            "\"{}\" is no share: expected more than 0% and at most 100%", printable(text, 40))}};
    }
    return per_cent / 100;
}

Result<Sampling> parse_sampling_key(std::string_view text) {
    using enum Sampling::By;
    for (const auto by : {request, connection}) {
        if (text == name(by)) return Sampling{.by = by, .name = {}};
    }
    for (const auto by : {header, cookie}) {
        const auto prefix = name(by);
        if (!text.starts_with(prefix) || text.size() == prefix.size()) continue;
        return Sampling{.by = by, .name = std::string{text.substr(prefix.size())}};
    }
    return std::unexpected{Error{fmt::format(
        "\"{}\": expected request, connection, header:NAME or cookie:NAME", printable(text, 200))}};
}

std::string to_text(const Sampling& sampling) {
    if (sampling.rate >= 1) return "all";
    return fmt::format("{:.10g} % by {}{}", sampling.rate * 100, name(sampling.by), sampling.name);
}

bool is_taken(const Sampling& sampling, const http::Exchange& exchange) {
    if (sampling.rate >= 1) return true;
    const auto hash = hash128(key_of(sampling, exchange), seed);
    return std::ldexp(static_cast<double>(hash.high), -64) < sampling.rate;
}

}  // namespace shadowdiff::mirror
