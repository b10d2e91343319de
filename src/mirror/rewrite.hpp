// SPDX-License-Identifier: Apache-2.0
// What is sent to a leg: the request's own bytes, but for hop-by-hop fields, the joined base path
// and our mark. Pure.
#pragma once

#include "base/bytes.hpp"
#include "http/message.hpp"
#include "mirror/target.hpp"

#include <string_view>

namespace shadowdiff::mirror {

/// The message as it goes on the wire. Fields keep order and case; those of RFC 9110, section 7.6.1
/// go; the body is framed by length; Host stays the client's. An empty mark adds no field.
Bytes to_wire(const http::Request& request, const Target& target, std::string_view run_mark);

}  // namespace shadowdiff::mirror
