// SPDX-License-Identifier: Apache-2.0
// One request over one open connection, and its answer.
#pragma once

#include "http/body_builder.hpp"
#include "mirror/upstream/answer_reader.hpp"
#include "mirror/upstream/leg_limits.hpp"
#include "mirror/wire/channel.hpp"

#include <string>

namespace shadowdiff::mirror {

struct Asked {
    Outcome outcome;
    http::Timing timing;
};

/// Everything given must outlive the coroutine. The channel is closed unless it can carry another
/// request.
asio::awaitable<Asked> ask_over(Channel& channel, std::shared_ptr<const Bytes> wire,
                                std::string method, const LegLimits& limits, http::KeptBytes& kept);

}  // namespace shadowdiff::mirror
