// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded/outline.hpp"

#include "pipeline/stages/footprint.hpp"
#include "redact/match.hpp"

#include <fmt/format.h>

#include <optional>
#include <string_view>

namespace shadowdiff::pipeline {
namespace {

constexpr std::string_view request_id_header = "X-Request-Id";

Hash128 digest_of(const http::Body& body) {
    if (!redact::holds_redacted(body.bytes)) return body.digest;
    return hash128(redact::without_digests(body.bytes));
}

JoinKey key_of(std::optional<std::string_view> id, std::string_view method, std::string_view target,
               const http::Body& body) {
    fmt::memory_buffer parts;
    parts.append(id.value_or(""));
    parts.push_back('\n');
    parts.append(method);
    parts.push_back('\n');
    if (redact::holds_redacted(target)) {
        parts.append(redact::without_digests(target));
    } else {
        parts.append(target);
    }
    if (!id) {
        parts.push_back('\n');
        parts.append(to_hex(digest_of(body)));
    }
    return {hash128({parts.data(), parts.size()}), id.has_value()};
}

}  // namespace

JoinKey join_key(const http::Request& request) {
    const auto id = http::value_of(request.headers, request_id_header);
    return key_of(id, request.method, request.target, request.body);
}

JoinKey join_key(const http::WireRequest& wire) {
    const auto names = http::names_of(wire);
    if (!names) return join_key(http::parsed(http::WireRequest{wire}).exchange.request);
    return key_of(names->request_id, names->method, names->target, wire.body);
}

Outline outline_of(const http::Exchange& exchange) {
    return {join_key(exchange.request), footprint(exchange)};
}

}  // namespace shadowdiff::pipeline
