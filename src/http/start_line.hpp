// SPDX-License-Identifier: Apache-2.0
// Request lines and status lines (RFC 9112, sections 3 and 4), as views into the line.
#pragma once

#include "http/parse_events.hpp"

#include <cstdint>
#include <expected>
#include <optional>

namespace shadowdiff::http {

struct RequestLine {
    ByteView method;
    ByteView target;
    Version version = Version::http_1_1;
};

struct StatusLine {
    std::uint16_t status = 0;
    ByteView reason_phrase;
    Version version = Version::http_1_1;
};

/// `line` has no line end. Lenient takes spaces inside the target: the last " HTTP/1." ends it.
std::expected<RequestLine, Malformed> parse_request_line(ByteView line, Strictness strictness);
/// "GET /path" and nothing more, as HTTP/0.9 asked.
std::optional<RequestLine> parse_http09_line(ByteView line);

std::expected<StatusLine, Malformed> parse_status_line(ByteView line, Strictness strictness);

}  // namespace shadowdiff::http
