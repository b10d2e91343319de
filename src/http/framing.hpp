// SPDX-License-Identifier: Apache-2.0
// How long a message's body is: the rules of RFC 9112, section 6.3, in their order.
#pragma once

#include "http/parse_events.hpp"

#include <cstdint>
#include <expected>
#include <string_view>

namespace shadowdiff::http {

struct BodyPlan {
    Framing framing = Framing::none;
    std::uint64_t length = 0;  // for Framing::length
    bool operator==(const BodyPlan&) const = default;
};

std::expected<BodyPlan, Malformed> plan_body(const Request& request, Strictness strictness);

/// `method`: of the request that is answered; empty when it is not known.
std::expected<BodyPlan, Malformed> plan_body(const Response& response, ByteView method,
                                             Strictness strictness);

/// The method as far as it decides what the answer's body is: HEAD, CONNECT, or nothing.
constexpr ByteView deciding_method(ByteView method) {
    using namespace std::string_view_literals;
    return method == "HEAD" ? "HEAD"sv : method == "CONNECT" ? "CONNECT"sv : ""sv;
}

/// To HEAD, with 1xx, 204 or 304, or where it switches the protocol, whatever its fields announce.
bool never_has_body(std::uint16_t status, ByteView method);

/// 101, or 2xx to CONNECT: what follows is not HTTP/1.
bool switches_protocol(std::uint16_t status, ByteView method);

}  // namespace shadowdiff::http
