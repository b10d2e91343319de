// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/forwarding.hpp"

#include "base/escape.hpp"
#include "base/result.hpp"
#include "mirror/request/framing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <utility>

namespace shadowdiff::mirror {
namespace {

bool is_known(const Endpoint& client) {
    return std::ranges::any_of(client.address.octets, [](auto octet) { return octet != 0; });
}

// Colons and brackets of IPv6 are no token, and so stand in quotes.
std::string node_of(const Endpoint& client) {
    if (!is_known(client)) return "unknown";
    const auto address = to_text(client.address);
    return client.address.is_v6 ? fmt::format("\"[{}]\"", address) : address;
}

std::string quoted_unless_token(std::string_view text) {
    if (is_token(text)) return std::string{text};
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

std::string forwarded(const Endpoint& client, bool is_tls, const http::Request& request) {
    auto value = fmt::format("for={};proto={}", node_of(client), is_tls ? "https" : "http");
    if (const auto host = http::value_of(request.headers, "Host")) {
        value += fmt::format(";host={}", quoted_unless_token(*host));
    }
    return value;
}

// What a client says in a field that it names in Connection is said to us alone (RFC 9110, section
// 7.6.1). It ends here, and so does the name: else what we add would be taken for the client's.
void end_if_hop_by_hop(http::Fields& fields, std::string_view name) {
    std::string other_options;
    bool is_named = false;
    for (const auto option : http::list_members(fields, "Connection")) {
        if (http::same_name(option, name)) {
            is_named = true;
            continue;
        }
        if (!other_options.empty()) other_options += ", ";
        other_options += option;
    }
    if (!is_named) return;
    erase_if(fields, [&](const http::Field& field) {
        return http::same_name(field.name, name) || http::same_name(field.name, "Connection");
    });
    if (!other_options.empty()) fields.push_back({"Connection", other_options});
}

// Many services read one field only.
void join_to_last(http::Fields& fields, std::string_view name, std::string_view value) {
    end_if_hop_by_hop(fields, name);
    const auto from_last = std::views::reverse(fields);
    const auto last = std::ranges::find_if(
        from_last, [&](const http::Field& field) { return http::same_name(field.name, name); });
    if (last == from_last.end()) {
        fields.push_back({name, value});
    } else {
        fields.set_value(*last, fmt::format("{}, {}", last->value, value));
    }
}

}  // namespace

void check(const ForwardingOptions& options) {
    if (options.via.empty() || is_token(options.via)) return;
    throw StartupError{fmt::format("--via: \"{}\" is no name: expected letters, digits and -._",
                                   printable(options.via))};
}

void add_forwarding(const ForwardingOptions& options, const Endpoint& client, bool is_tls,
                    http::Request& request) {
    auto& fields = request.headers;
    if (options.forwarded) join_to_last(fields, "Forwarded", forwarded(client, is_tls, request));
    if (options.x_forwarded_for && is_known(client)) {
        join_to_last(fields, "X-Forwarded-For", to_text(client.address));
    }
    if (options.via.empty()) return;
    const auto version = request.version == http::Version::http_1_0 ? "1.0" : "1.1";
    join_to_last(fields, "Via", fmt::format("{} {}", version, options.via));
}

}  // namespace shadowdiff::mirror
