// SPDX-License-Identifier: Apache-2.0
// Bytes both ways, unread, after a connection has left HTTP/1.
#pragma once

#include "base/time.hpp"
#include "mirror/wire/channel.hpp"

namespace shadowdiff::mirror {

/// Until both sides have closed, one broke off, or nothing moved for `silence_max`. Both channels
/// must outlive it.
asio::awaitable<void> tunnel(Channel& client, Channel& legacy, Duration silence_max);

}  // namespace shadowdiff::mirror
