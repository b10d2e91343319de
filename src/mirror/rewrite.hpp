// SPDX-License-Identifier: Apache-2.0
// What is sent to a leg: the request's own bytes, but for hop-by-hop fields, the joined base path
// and our mark. Pure.
#pragma once

#include "base/bytes.hpp"
#include "http/message.hpp"
#include "http/parser.hpp"
#include "mirror/target.hpp"

#include <string>
#include <string_view>

namespace shadowdiff::mirror {

/// The message as it goes on the wire. Fields keep order and case; those of RFC 9110, section 7.6.1
/// and Expect go; the body is framed by length; Host stays the client's. An empty mark adds no
/// field. No value can break out of its line.
Bytes to_wire(const http::Request& request, const Target& target, std::string_view run_mark);

/// The head alone, for the proxy, which streams the body behind it in the framing given. Expect
/// stays, and so does a wish to upgrade.
Bytes request_head_to_wire(const http::Request& request, const Target& target,
                           http::Framing framing);

/// The head of legacy's answer as the proxy's client gets it. `connection` is the value of the
/// Connection field; empty: no such field.
Bytes answer_head_to_wire(const http::Response& response, http::Framing framing,
                          std::string_view connection);

/// The target in origin-form or "*", with the base path joined in front.
std::string joined_target(std::string_view request_target, std::string_view base_path);

}  // namespace shadowdiff::mirror
