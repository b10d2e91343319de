// SPDX-License-Identifier: Apache-2.0
// Who serves the clients behind a front: one Session for each connection.
#pragma once

#include "base/result.hpp"
#include "mirror/wire/channel.hpp"

#include <cstdint>
#include <memory>

namespace shadowdiff::mirror {

class Session {
public:
    Session() = default;
    virtual ~Session() = default;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Until the client's connection has ended. Whoever runs it keeps it alive.
    virtual asio::awaitable<void> run() = 0;
    virtual void end_if_idle() = 0;
    virtual void stop() = 0;  // at once
    /// At once, if the client has closed, or said that it sends nothing more: to make room.
    virtual bool end_if_left() = 0;
};

class Service {
public:
    Service() = default;
    virtual ~Service() = default;
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    /// Connections are numbered from 1.
    virtual std::shared_ptr<Session> serve(std::unique_ptr<Channel> client,
                                           std::uint64_t connection) = 0;
    /// From here on sessions end after what is under way.
    virtual void drain() = 0;
    /// From here on nothing is delivered.
    virtual void fall_silent() = 0;
    virtual Result<void> reload() = 0;
};

}  // namespace shadowdiff::mirror
