// SPDX-License-Identifier: Apache-2.0
// Which host a request is for: one in its target goes before its Host field (RFC 9112, section
// 3.2.2). Pure.
#pragma once

#include "http/message.hpp"

#include <string_view>

namespace shadowdiff::mirror {

/// Host and port, of a target in absolute-form; else empty.
std::string_view host_in_target(const http::Request& request);
/// That, or what Host says; empty for neither.
std::string_view asked_host(const http::Request& request);

/// Host says what the target does. A request of HTTP/1.1 without Host stays without, because its
/// server has to refuse it (RFC 9112, section 3.2).
void settle_host(http::Request& request);

}  // namespace shadowdiff::mirror
