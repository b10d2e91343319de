// SPDX-License-Identifier: Apache-2.0
// Whether a request may be sent again at all. Pure.
#pragma once

#include "base/reason.hpp"
#include "http/message.hpp"

namespace shadowdiff::mirror {

/// Our own requests carry this field with the run's mark, so that they are never mirrored again.
inline constexpr std::string_view mark_header = "Shadowdiff-Run";

/// Reason::none when it may be mirrored; else unsafe_method, own_traffic, upgrade (CONNECT or an
/// Upgrade field), request_body_limit (its body was not kept whole).
Reason exclusion_of(const http::Request& request);

}  // namespace shadowdiff::mirror
