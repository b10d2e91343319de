// SPDX-License-Identifier: Apache-2.0
// The octets of one HTTP/1 message, as a recording holds them -> the message.
#pragma once

#include "base/bytes.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace shadowdiff::recording {

struct NotWhole {
    bool is_cut = false;  // more octets may complete it
    std::string why;
};

/// Exactly one message; octets behind it are an error.
std::expected<http::Request, NotWhole> parse_request(ByteView octets);
/// `method`: of the request that it answers.
std::expected<http::Response, NotWhole> parse_response(ByteView octets, std::string_view method);

}  // namespace shadowdiff::recording
