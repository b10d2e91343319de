// SPDX-License-Identifier: Apache-2.0
// A connection, plain or under TLS, with the bytes that came and were not yet used. Every wait has
// its deadline.
#pragma once

#include "base/bytes.hpp"
#include "mirror/front/between.hpp"
#include "mirror/net.hpp"
#include "mirror/upstream/tls.hpp"
#include "mirror/wire/deadline.hpp"
#include "mirror/wire/read_buffers.hpp"
#include "mirror/wire/reset_watch.hpp"
#include "mirror/wire/wire.hpp"

#include <functional>
#include <memory>
#include <utility>

namespace shadowdiff::mirror {

/// At most one read and one write are under way at a time.
class Channel {
public:
    explicit Channel(const asio::any_io_executor& executor);
    explicit Channel(StreamSocket socket);
    ~Channel();
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    /// To connect it, and to ask for its addresses: until the first byte is read or written.
    StreamSocket& socket() { return *socket_; }
    bool is_open() const;
    /// Open, all sent, and nothing came since the last message: not even the peer's close. For what
    /// must not be sent twice (`is_safe` false) the socket is looked at, too.
    bool is_reusable(bool is_safe);
    /// The same, without a look at the socket: enough for one that was used a moment ago.
    bool is_quiet() const;
    /// Begins a life with an open socket: forgets the deadlines and bytes of the one before.
    void start_anew();
    const Ends& ends() const { return ends_; }  // since start_anew()
    /// From here on all goes through TLS, whose handshake is done.
    void secure(std::shared_ptr<TlsStream> tls) { tls_ = std::move(tls); }
    void close();
    void abort();  // the peer sees a reset
    void shutdown_send();

    /// `tell` is called at most once, when the peer resets the connection while nobody reads. To be
    /// said before the first byte behind secure(). It may not destroy the channel.
    void when_broken(std::function<void()> tell);
    /// We closed it, or the peer is known to have reset it: what is written reaches nobody.
    bool is_lost() const;
    /// After a look at the socket: the peer closed, reset, or will send nothing more. Unlike a
    /// reset, the others may be a client that still wants its answer.
    bool has_peer_ended();

    /// What came and was not used; take from its front. Valid until the next read().
    ByteView& unread() { return unread_; }
    /// Replaces what is unread, which must be used up. asio::error::eof when the peer closed,
    /// asio::error::timed_out when the deadline passed.
    asio::awaitable<ErrorCode> read(SteadyTime by);
    void extend_read(SteadyTime by);  // of a read under way
    void cancel_reads();              // and writes; the socket stays open
    void close_if_read();             // by a read under way, which ends with an error

    asio::awaitable<ErrorCode> write(ByteView bytes, SteadyTime by) { return write(bytes, {}, by); }
    asio::awaitable<ErrorCode> write(ByteView first, ByteView second, SteadyTime by);
    /// Says that nothing more is sent, under TLS too, and reads what comes to its end. A close
    /// while the peer still sends would become a reset, and could take our last bytes with it.
    asio::awaitable<void> linger(SteadyTime by);
    /// Sends without anyone waiting for it: an error shows when reading. The caller bounds it by
    /// its read deadline.
    void start_write(std::shared_ptr<const Bytes> bytes);

private:
    const std::shared_ptr<Wire>& wire();
    void let_go();  // of the wire
    int descriptor();
    asio::awaitable<ErrorCode> read_tls();
    ErrorCode take(Wire& wire);  // into unread_
    asio::awaitable<ErrorCode> write_tls(ByteView first, ByteView second);

    // Shared with a write that nobody waits for, which may end after the channel.
    std::shared_ptr<StreamSocket> socket_;
    std::shared_ptr<TlsStream> tls_;
    std::shared_ptr<Wire> wire_;  // the socket's descriptor, from the first plain byte on
    std::shared_ptr<ReadBuffers> buffers_;
    Deadline read_deadline_;
    Deadline write_deadline_;
    std::unique_ptr<ReadBuffers::Buffer> buffer_;  // while something may be unread
    ByteView unread_;
    Ends ends_;
    std::function<void()> tell_broken_;
    std::unique_ptr<ResetWatch> reset_watch_;  // under TLS
    bool is_at_end_ = false;
    int reads_without_a_wait_ = 0;
    std::shared_ptr<bool> all_sent_ = std::make_shared<bool>(true);
};

}  // namespace shadowdiff::mirror
