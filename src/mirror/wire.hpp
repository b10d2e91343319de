// SPDX-License-Identifier: Apache-2.0
// A connected socket as bytes that come and go, without a system call that only asks.
#pragma once

#include "base/bytes.hpp"
#include "mirror/readiness.hpp"

#include <cstddef>
#include <vector>

namespace shadowdiff::mirror {

/// Owns the descriptor. One may wait to read, and one to write.
class Wire {
public:
    /// `descriptor`: of a stream socket that does not block.
    Wire(const asio::any_io_executor& executor, int descriptor);
    ~Wire();
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    int descriptor() const { return descriptor_; }
    bool is_open() const { return descriptor_ >= 0; }
    /// Who waits is told in another turn.
    void close();
    void cancel();

    /// Something came since it was last read empty, as far as is known.
    bool may_read() const { return may_read_; }
    /// asio::error::would_block when nothing is there, asio::error::eof at the end.
    std::size_t read(char* to, std::size_t bytes_max, ErrorCode& error);
    /// What of both the peer's window takes, now, which is taken from their fronts;
    /// asio::error::would_block when that is not all.
    ErrorCode write(ByteView& first, ByteView& second);

    /// Until there may be something to read, or room to write; false when that was called off. The
    /// wire must outlive the coroutine.
    asio::awaitable<bool> until_readable() { return until(reader_); }
    asio::awaitable<bool> until_writable() { return until(writer_); }
    /// The same for who is no coroutine.
    void when_writable(Resume resume);

    // For Readiness.
    void note_events(bool readable, bool writable, bool ending);
    void give_up(std::vector<Resume>& waiting);

private:
    struct Waiter {
        Resume resume;
        bool is_called_off = false;
    };

    asio::awaitable<bool> until(Waiter& waiter);
    void wait(Waiter& waiter, Resume resume);
    void go_on(Waiter& waiter);
    void call_off(Waiter& waiter);

    asio::any_io_executor executor_;
    Readiness& readiness_;
    int descriptor_;
    bool may_read_ = false;
    bool is_ending_ = false;  // the end is a thing to read, of which nobody is told twice
    Waiter reader_, writer_;
};

}  // namespace shadowdiff::mirror
