// SPDX-License-Identifier: Apache-2.0
// A connected socket as bytes that come and go, without a system call that only asks.
#pragma once

#include "base/bytes.hpp"
#include "mirror/net.hpp"
#include "mirror/wire/read_buffers.hpp"
#include "mirror/wire/waiter.hpp"

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace shadowdiff::mirror {

/// What one read gave: bytes, or an error.
struct Came {
    std::unique_ptr<ReadBuffers::Buffer> buffer;
    std::size_t bytes = 0;
    ErrorCode error;
};

/// Owns the descriptor. One may wait to read, and one to write.
class Wire {
public:
    Wire(const asio::any_io_executor& executor, Watch& watch)
        : watch_{watch}, reader_{executor, watch}, writer_{executor, watch} {}
    virtual ~Wire() = default;
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    virtual int descriptor() const = 0;
    virtual bool is_open() const = 0;
    /// Who waits is told in another turn.
    virtual void close() = 0;
    virtual void cancel() = 0;
    /// Nobody reads any more: closed once what start_write() began is sent.
    virtual void let_go() = 0;
    virtual void shutdown_send() = 0;

    /// Something came, or the end, and was not read yet, as far as is known.
    virtual bool may_read() const = 0;
    /// The same, after a look at the socket.
    virtual bool has_something_to_read() = 0;
    /// asio::error::would_block when nothing is there, asio::error::eof at the end.
    virtual Came read() = 0;
    /// Takes from the fronts of both, which stay where they are until it is done;
    /// asio::error::would_block when it is not: called again with what is left once the writer was
    /// told.
    virtual ErrorCode write(ByteView& first, ByteView& second) = 0;
    /// Nobody waits for it. `all_sent` becomes true at its end.
    virtual void start_write(std::shared_ptr<const Bytes> bytes,
                             std::shared_ptr<bool> all_sent) = 0;

    /// Told when there may be something to read, and when write() may be called again. The wire
    /// must outlive the wait.
    Waiter& reader() { return reader_; }
    Waiter& writer() { return writer_; }

    /// The peer reset the connection, as far as is known: behind bytes that nobody read it may not
    /// be.
    virtual bool is_broken() const = 0;
    /// Called at most once, in nobody's turn, when the wire breaks while nobody reads. It may not
    /// destroy the wire. Empty: nobody is told. Whoever is to be told waits.
    void when_broken(std::function<void()> tell) {
        if (tell && !tell_broken_) watch_.begin_wait();
        if (!tell && tell_broken_) watch_.end_wait();
        tell_broken_ = std::move(tell);
    }

protected:
    void note_broken() {
        if (!tell_broken_ || reader_.is_waiting()) return;
        watch_.end_wait();
        std::exchange(tell_broken_, nullptr)();
    }
    void give_up_waits(std::vector<Resume>& waiting) {
        tell_broken_ = nullptr;  // the watch ends as well
        for (auto* waiter : {&reader_, &writer_}) {
            if (waiter->is_waiting()) waiting.push_back(waiter->give_up());
        }
    }

private:
    Watch& watch_;
    Waiter reader_, writer_;
    std::function<void()> tell_broken_;
};

/// Takes what wires need of the system, before descriptors may run out. Throws StartupError.
void prepare_wires(asio::io_context& io);

/// By io_uring where the kernel has it, else by epoll. `descriptor`: of a stream socket that does
/// not block.
std::shared_ptr<Wire> make_wire(const asio::any_io_executor& executor, int descriptor);

/// Bytes nobody asked for and a close both make a waiting connection useless.
bool can_be_read(int descriptor);

/// A reset that nobody was told of yet. It stays until a read or write tells it.
bool has_error(int descriptor);

/// The peer closed, reset, or will send nothing more and may still read. Behind bytes that nobody
/// read, too.
bool peer_has_ended(int descriptor);

}  // namespace shadowdiff::mirror
