// SPDX-License-Identifier: Apache-2.0
// Which sockets have something to read, or room again: an epoll beneath Asio's own, edge-triggered,
// in which a connection is entered once. Asio tries to read before it waits, which is a system call
// in vain for every message.
#pragma once

#include "mirror/net.hpp"
#include "mirror/parked.hpp"
#include "mirror/read_buffers.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <cstddef>
#include <memory>
#include <vector>

namespace shadowdiff::mirror {

class Wire;

/// Of one io_context; used on its thread.
class Readiness : public asio::execution_context::service {
public:
    static inline asio::execution_context::id id;
    /// Made by asio::use_service. `context` is an io_context.
    explicit Readiness(asio::execution_context& context);

    void enter(Wire& wire);
    void leave(Wire& wire);
    /// What all its wires read into.
    const std::shared_ptr<ReadBuffers>& buffers() const { return buffers_; }
    /// As many as wait keep the io_context running.
    void begin_wait();
    void end_wait();

private:
    void shutdown() noexcept override;
    void look_when_something_came();
    void look();
    int take_events();

    asio::posix::stream_descriptor epoll_;
    std::vector<Wire*> wires_;  // by descriptor; null: none
    std::size_t waits_ = 0;
    std::shared_ptr<ReadBuffers> buffers_ = std::make_shared<ReadBuffers>();
    bool is_told_ = false;  // Asio will say when something came
    bool is_looking_ = false;
};

}  // namespace shadowdiff::mirror
