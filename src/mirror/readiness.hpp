// SPDX-License-Identifier: Apache-2.0
// Which sockets have something to read, or room again: an epoll beneath Asio's own, edge-triggered,
// in which a connection is entered once. Asio tries to read before it waits, which is a system call
// in vain for every message.
#pragma once

#include "mirror/net.hpp"
#include "mirror/read_buffers.hpp"
#include "mirror/watch.hpp"

#include <memory>
#include <vector>

namespace shadowdiff::mirror {

class PolledWire;

/// Of one io_context; used on its thread.
class Readiness : public asio::execution_context::service {
public:
    static inline asio::execution_context::id id;
    /// Made by asio::use_service. `context` is an io_context.
    explicit Readiness(asio::execution_context& context);

    void enter(PolledWire& wire);
    void leave(PolledWire& wire);
    Watch& watch() { return watch_; }
    ReadBuffers& buffers() { return *buffers_; }

private:
    void shutdown() noexcept override;
    bool look();
    int take_events();

    Watch watch_;
    std::vector<PolledWire*> wires_;  // by descriptor; null: none
    std::shared_ptr<ReadBuffers> buffers_;
};

}  // namespace shadowdiff::mirror
