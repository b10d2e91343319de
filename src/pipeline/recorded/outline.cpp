// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded/outline.hpp"

#include "pipeline/stages/footprint.hpp"
#include "redact/match.hpp"

#include <string>
#include <string_view>

namespace shadowdiff::pipeline {
namespace {

constexpr std::string_view request_id_header = "X-Request-Id";
constexpr std::size_t hash_letters = 32;

Hash128 digest_of(const http::Body& body) {
    if (!redact::holds_redacted(body.bytes)) return body.digest;
    return hash128(redact::without_digests(body.bytes));
}

}  // namespace

JoinKey join_key(const http::Request& request) {
    const auto id = http::value_of(request.headers, request_id_header);
    std::string parts;
    parts.reserve(id.value_or("").size() + request.method.size() + request.target.size() +
                  2 * hash_letters);
    parts.append(id.value_or("")).append(1, '\n').append(request.method).append(1, '\n');
    if (redact::holds_redacted(request.target)) {
        parts.append(redact::without_digests(request.target));
    } else {
        parts.append(request.target);
    }
    if (!id) parts.append(1, '\n').append(to_hex(digest_of(request.body)));
    return {hash128(parts), id.has_value()};
}

Outline outline_of(const http::Exchange& exchange) {
    const auto& answers = exchange.answers;
    return {join_key(exchange.request), footprint(exchange),
            answers.empty() ? 0 : footprint(answers.front())};
}

}  // namespace shadowdiff::pipeline
