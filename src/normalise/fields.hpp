// SPDX-License-Identifier: Apache-2.0
// Header fields by what a comparison has to do with them.
#pragma once

#include "http/message.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace shadowdiff::normalise {

enum class FieldClass : std::uint8_t {
    by_value,     // what the answer says
    per_message,  // new in every message: presence and shape
    server,       // how the software names itself
    apart,        // in a member of its own: Content-Type, Content-Encoding, Set-Cookie
    transport,    // hop-by-hop and framing: ends at the next server, says nothing of the answer
};

/// Of a lower-case name.
FieldClass class_of(std::string_view lower_case_name);

/// The curated list: Date, Age, X-Request-Id, traceparent, Server-Timing, … (lower case).
bool is_per_message_field(std::string_view lower_case_name);

/// The value in the one spelling that all equal ones share: members of list fields parted by ", ";
/// where their order says nothing (Vary, Allow, Cache-Control, …) sorted and in lower case.
std::string canonical_value(std::string_view lower_case_name, std::string value);

}  // namespace shadowdiff::normalise
