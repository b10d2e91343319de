// SPDX-License-Identifier: Apache-2.0
// Which sockets have something to read, or room again: an epoll beneath Asio's own, edge-triggered,
// in which a connection is entered once. Asio tries to read before it waits, which is a system call
// in vain for every message.
#pragma once

#include "mirror/net.hpp"
#include "mirror/wire/parked.hpp"
#include "mirror/wire/read_buffers.hpp"
#include "mirror/wire/watch.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace shadowdiff::mirror {

/// Whoever is told what happened to its descriptor.
class ReadinessUser {
public:
    struct Events {
        bool readable = false;
        bool writable = false;
        bool ending = false;
        bool broken = false;
    };

    ReadinessUser() = default;
    virtual ~ReadinessUser() = default;
    ReadinessUser(const ReadinessUser&) = delete;
    ReadinessUser& operator=(const ReadinessUser&) = delete;

    virtual int descriptor() const = 0;
    virtual void note(Events events) = 0;
    /// At the end of the io_context.
    virtual void give_up(std::vector<Resume>& waiting) = 0;
};

/// Of one io_context; used on its thread.
class Readiness : public asio::execution_context::service {
public:
    static inline asio::execution_context::id id;
    /// Made by asio::use_service. `context` is an io_context.
    explicit Readiness(asio::execution_context& context);

    /// `events`: of epoll_ctl(2). One user of a descriptor at a time.
    void enter(ReadinessUser& user, std::uint32_t events);
    void leave(ReadinessUser& user);
    Watch& watch() { return watch_; }
    ReadBuffers& buffers() { return *buffers_; }

private:
    void shutdown() noexcept override;
    bool look();
    int take_events();

    Watch watch_;
    std::vector<ReadinessUser*> users_;  // by descriptor; null: none
    std::shared_ptr<ReadBuffers> buffers_;
};

}  // namespace shadowdiff::mirror
