// SPDX-License-Identifier: Apache-2.0
// A whole head, or a whole trailer section -> values. Pure; the bytes are all there.
#pragma once

#include "base/limits.hpp"
#include "http/parse_events.hpp"

#include <cstddef>
#include <expected>

namespace shadowdiff::http {

/// `section` ends with its empty line. Lenient joins folded lines with one space, and keeps a line
/// without a colon as a name without a value, so that a comparison still sees it.
std::expected<Fields, Malformed> parse_fields(ByteView section, Strictness strictness,
                                              std::size_t fields_max);

/// `head` begins with the start line and ends with the empty line.
std::expected<Request, Malformed> parse_request_head(ByteView head, Strictness strictness,
                                                     const HttpLimits& limits);
std::expected<Response, Malformed> parse_response_head(ByteView head, Strictness strictness,
                                                       const HttpLimits& limits);

}  // namespace shadowdiff::http
