// SPDX-License-Identifier: Apache-2.0
// What is sent to a leg: the request's own bytes, but for hop-by-hop fields, the joined base path,
// what was declared for the leg, and our mark. Pure.
#pragma once

#include "base/bytes.hpp"
#include "http/message.hpp"
#include "http/parser.hpp"
#include "mirror/request/rewrite_rules.hpp"
#include "mirror/upstream/target.hpp"

#include <string>
#include <string_view>

namespace shadowdiff::mirror {

/// What one request to one leg gets from us. Borrows.
struct Dressing {
    const Target& target;
    const RewriteRules& rules;
    std::string_view mark;     // the value of Shadowdiff-Run; empty: no field
    std::string_view span_id;  // in place of a valid traceparent's own; empty: as it is
};

/// The message as it goes on the wire. Fields keep order and case; those of RFC 9110, section 7.6.1
/// and Expect go; the body is framed by length; Host is the one that the client asks for, unless a
/// rule sets it. No value can break out of its line.
Bytes to_wire(const http::Request& request, const Dressing& dressing);

/// The head alone, for the proxy, which streams the body behind it in the framing given. Expect
/// stays, and so does a wish to upgrade.
Bytes request_head_to_wire(const http::Request& request, const Target& target,
                           http::Framing framing);

/// The head of legacy's answer as the proxy's client gets it. `connection` is the value of the
/// Connection field; empty: no such field.
Bytes answer_head_to_wire(const http::Response& response, http::Framing framing,
                          std::string_view connection);

/// What the leg's jar has for the request; "" for nothing. A jar knows the leg by its own name, or
/// by the one that its users call it by.
std::string jar_cookies(const http::Request& request, const Target& target,
                        const RewriteRules& rules);

/// The target in origin-form, with the base path joined in front, or "*". One that has no form of
/// RFC 9112, section 3.2, is as it is: a server's answer to it is an answer, too.
std::string joined_target(const http::Request& request, std::string_view base_path);

}  // namespace shadowdiff::mirror
