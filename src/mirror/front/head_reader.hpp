// SPDX-License-Identifier: Apache-2.0
// Waits for the next request of a client: for long when none has begun, for less inside a head. A
// malformed head is answered with 400. One that becomes no request is counted; of the others, Host
// says which host they are for.
#pragma once

#include "base/limits.hpp"
#include "http/parser.hpp"
#include "mirror/front/unseen.hpp"
#include "mirror/wire/channel.hpp"

#include <optional>

namespace shadowdiff::mirror {

class HeadReader {
public:
    /// All must outlive it.
    HeadReader(Channel& client, http::Parser& requests, const MirrorLimits& limits, Unseen& unseen)
        : client_{client}, requests_{requests}, limits_{limits}, unseen_{unseen} {}

    /// Nothing when the client closed, took too long, or was refused; and between two requests when
    /// `is_draining`.
    asio::awaitable<std::optional<http::RequestHead>> read(const bool& is_draining);
    /// It waits, and no request has begun.
    bool is_idle() const { return is_idle_; }

private:
    asio::awaitable<void> refuse(std::string rule);

    Channel& client_;
    http::Parser& requests_;
    const MirrorLimits& limits_;
    Unseen& unseen_;
    bool is_idle_ = false;
};

}  // namespace shadowdiff::mirror
