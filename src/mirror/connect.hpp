// SPDX-License-Identifier: Apache-2.0
// A name to addresses to a connection: every address is tried, all within one deadline.
#pragma once

#include "http/exchange.hpp"
#include "mirror/channel.hpp"
#include "mirror/target.hpp"

#include <optional>

namespace shadowdiff::mirror {

/// Opens the channel, or tells why not. The channel must outlive the coroutine.
asio::awaitable<std::optional<http::Failure>> connect(Channel& channel, Target target,
                                                      Duration connect_max);

}  // namespace shadowdiff::mirror
