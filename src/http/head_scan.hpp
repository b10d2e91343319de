// SPDX-License-Identifier: Apache-2.0
// One pass over a head that finds its end and what framing and pairing need of it. Everything else
// is parsed when somebody asks for it: most of what a capture sees is never looked at again.
#pragma once

#include "base/limits.hpp"
#include "http/framing.hpp"

#include <cstddef>
#include <optional>

namespace shadowdiff::http {

/// Views into the head; a field that is not there is empty.
struct HeadScan {
    ByteView start_line;  // without its line end
    ByteView host;        // the first
    ByteView content_length;
    ByteView transfer_encoding;
    ByteView content_type;
    ByteView content_encoding;
    ByteView request_id;  // of X-Request-Id, the first
    bool has_upgrade = false;
    bool has_expect = false;
    bool is_plain = true;  // false: folded, repeated or odd, so that only a full parse can tell
};

/// The size of the head at the front of `input`, with its empty line; 0 when it does not end there
/// or breaks a bound.
std::size_t scan_head(ByteView input, const HttpLimits& limits, HeadScan& scan);

/// True with the body's plan, where the scan alone tells it by the lenient rules of plan_body.
bool plan_request_body(const HeadScan& scan, BodyPlan& plan);
bool plan_response_body(const HeadScan& scan, std::uint16_t status, ByteView method,
                        BodyPlan& plan);

}  // namespace shadowdiff::http
