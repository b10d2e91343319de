// SPDX-License-Identifier: Apache-2.0
// A connection, plain or under TLS, with the bytes that came and were not yet used. Every wait has
// its deadline.
#pragma once

#include "base/bytes.hpp"
#include "mirror/deadline.hpp"
#include "mirror/net.hpp"
#include "mirror/tls.hpp"

#include <array>
#include <memory>

namespace shadowdiff::mirror {

/// At most one read and one write are under way at a time.
class Channel {
public:
    explicit Channel(const asio::any_io_executor& executor);
    explicit Channel(Socket socket);

    StreamSocket& socket() { return *socket_; }
    bool is_open() const { return socket_->is_open(); }
    /// Open, all sent, and nothing came since the last message: not even the peer's close.
    bool is_reusable();
    /// The same, without a look at the socket: enough for one that was used a moment ago.
    bool is_quiet() const { return is_open() && *all_sent_ && unread_.empty(); }
    /// Begins a life with an open socket: forgets the deadlines and bytes of the one before.
    void start_anew();
    /// From here on all goes through TLS, whose handshake is done.
    void secure(std::shared_ptr<TlsStream> tls) { tls_ = std::move(tls); }
    void close();
    void abort();  // the peer sees a reset
    void shutdown_send();

    /// What came and was not used; take from its front. Valid until the next read().
    ByteView& unread() { return unread_; }
    /// Replaces what is unread, which must be used up. asio::error::eof when the peer closed,
    /// asio::error::timed_out when the deadline passed.
    asio::awaitable<ErrorCode> read(SteadyTime by);
    void extend_read(SteadyTime by);  // of a read under way
    void cancel_reads();              // and writes; the socket stays open

    asio::awaitable<ErrorCode> write(ByteView bytes, SteadyTime by);
    /// Sends without anyone waiting for it: an error shows when reading. The caller bounds it by
    /// its read deadline.
    void start_write(std::shared_ptr<const Bytes> bytes);

private:
    static constexpr std::size_t read_bytes_max = 16 << 10;  // thousands of channels hold one each

    // Shared with a write that nobody waits for, which may end after the channel.
    std::shared_ptr<StreamSocket> socket_;
    std::shared_ptr<TlsStream> tls_;
    Deadline read_deadline_{*socket_};
    Deadline write_deadline_{*socket_};
    std::unique_ptr<std::array<char, read_bytes_max>> buffer_;  // made at the first read
    ByteView unread_;
    bool is_at_end_ = false;
    std::shared_ptr<bool> all_sent_ = std::make_shared<bool>(true);
};

}  // namespace shadowdiff::mirror
