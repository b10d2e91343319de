// SPDX-License-Identifier: Apache-2.0
// The PROXY protocol's header in front of a connection (versions 1 and 2 of the specification by
// HAProxy), which load balancers send to tell who the client was.
#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <optional>

namespace shadowdiff::http {

/// The size of the header at the front of a connection's bytes; 0 when there is none; nothing while
/// more bytes may show it.
std::optional<std::size_t> find_proxy_header(ByteView bytes);

}  // namespace shadowdiff::http
