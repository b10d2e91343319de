// SPDX-License-Identifier: Apache-2.0
#include "mirror/wire/channel.hpp"

#include "mirror/wire/buffer_pool.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <sys/socket.h>

#include <array>
#include <cassert>
#include <cerrno>
#include <utility>

namespace shadowdiff::mirror {
namespace {

void set_no_delay(StreamSocket& socket) {
    ErrorCode ignored;
    socket.set_option(Tcp::no_delay{true}, ignored);
}

// A peer that sends as fast as we read must let others have their turn.
constexpr int reads_without_a_wait_max = 16;

}  // namespace

Channel::Channel(const asio::any_io_executor& executor)
    : socket_{std::make_shared<StreamSocket>(executor)},
      buffers_{asio::use_service<BufferPool>(executor.context()).buffers()},
      read_deadline_{executor, [this] { close(); }},
      write_deadline_{executor, [this] { close(); }} {}

Channel::Channel(StreamSocket socket) : Channel{socket.get_executor()} {
    *socket_ = std::move(socket);
    set_no_delay(*socket_);
}

Channel::~Channel() {
    let_go();
    buffers_->give_back(std::move(buffer_));
}

bool Channel::is_open() const { return wire_ ? wire_->is_open() : socket_->is_open(); }

bool Channel::is_quiet() const {
    return is_open() && *all_sent_ && unread_.empty() && (!wire_ || !wire_->may_read());
}

bool Channel::is_reusable(bool is_safe) {
    if (!is_quiet()) return false;
    if (wire_) return is_safe || !wire_->has_something_to_read();
    return !can_be_read(socket_->native_handle());
}

void Channel::when_broken(std::function<void()> tell) {
    if (!tls_) {
        tell_broken_ = std::move(tell);
        return;
    }
    auto& readiness = asio::use_service<Readiness>(socket_->get_executor().context());
    reset_watch_ = std::make_unique<ResetWatch>(readiness, socket_->native_handle(),
                                                [this, tell = std::move(tell)] {
                                                    if (!read_deadline_.is_set())
                                                        tell();  // else the read ends with it
                                                });
}

bool Channel::is_lost() const {
    return !is_open() || (wire_ && wire_->is_broken()) ||
           (reset_watch_ && reset_watch_->is_broken());
}

bool Channel::has_peer_ended() { return is_open() && peer_has_ended(descriptor()); }

int Channel::descriptor() { return wire_ ? wire_->descriptor() : socket_->native_handle(); }

// Asio must not hear of what comes, so it lets the socket go.
const std::shared_ptr<Wire>& Channel::wire() {
    if (!wire_ && socket_->is_open()) {
        reset_watch_.reset();
        wire_ = make_wire(socket_->get_executor(), socket_->release());
        wire_->when_broken(std::exchange(tell_broken_, nullptr));
    }
    return wire_;
}

void Channel::let_go() {
    if (!wire_) return;
    wire_->when_broken(nullptr);
    std::exchange(wire_, nullptr)->let_go();
}

void Channel::start_anew() {
    reset_watch_.reset();
    tls_.reset();
    let_go();
    read_deadline_.reset();
    write_deadline_.reset();
    unread_ = {};
    is_at_end_ = false;
    all_sent_ = std::make_shared<bool>(true);
    if (!is_open()) return;
    set_no_delay(*socket_);
    const auto seen_from_there = between(*socket_, 0);
    ends_ = {.local = seen_from_there.server, .remote = seen_from_there.client};
}

// `tls_` and `wire_` stay: what waits on them ends with an error first.
void Channel::close() {
    read_deadline_.clear();
    write_deadline_.clear();
    unread_ = {};
    reset_watch_.reset();
    ErrorCode ignored;
    socket_->close(ignored);
    if (wire_) wire_->close();
}

void Channel::abort() {
    if (!is_open()) return;
    const struct ::linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(descriptor(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
}

void Channel::shutdown_send() {
    if (wire_) return wire_->shutdown_send();
    if (is_open()) ::shutdown(socket_->native_handle(), SHUT_WR);
}

// Nothing is read behind the end: Asio may wait for ever then.
asio::awaitable<ErrorCode> Channel::read(SteadyTime by) {
    assert(unread_.empty());
    if (is_at_end_) co_return asio::error::eof;
    read_deadline_.set(by);
    const auto wire = tls_ ? nullptr : this->wire();
    ErrorCode error = wire || tls_ ? asio::error::would_block : asio::error::operation_aborted;
    while (error == asio::error::would_block) {
        if (!wire) {
            error = co_await read_tls();
        } else if (!wire->may_read()) {
            buffers_->give_back(std::exchange(buffer_, nullptr));
            co_await wire->reader().wait();
            reads_without_a_wait_ = 0;
            error = wire->reader().is_called_off() ? asio::error::operation_aborted : take(*wire);
        } else {
            if (++reads_without_a_wait_ % reads_without_a_wait_max == 0) {
                co_await asio::post(asio::use_awaitable);
            }
            error = take(*wire);
        }
    }
    read_deadline_.clear();
    if (read_deadline_.has_passed()) error = asio::error::timed_out;
    if (error) unread_ = {};
    is_at_end_ = error == asio::error::eof;
    co_return error;
}

asio::awaitable<ErrorCode> Channel::read_tls() {
    if (!buffer_) buffer_ = buffers_->take();
    const auto tls = tls_;
    const auto [error, count] = co_await tls->async_read_some(asio::buffer(*buffer_), Token{});
    unread_ = {buffer_->data(), count};
    co_return error;
}

ErrorCode Channel::take(Wire& wire) {
    auto came = wire.read();
    buffers_->give_back(std::exchange(buffer_, std::move(came.buffer)));
    if (buffer_) unread_ = {buffer_->data(), came.bytes};
    return came.error;
}

void Channel::extend_read(SteadyTime by) {
    if (read_deadline_.is_set()) read_deadline_.set(by);
}

void Channel::close_if_read() {
    if (read_deadline_.is_set()) close();
}

void Channel::cancel_reads() {
    ErrorCode ignored;
    socket_->cancel(ignored);
    if (wire_) wire_->cancel();
}

// Most often the peer's window takes all at once, and the deadline need not be set.
asio::awaitable<ErrorCode> Channel::write(ByteView first, ByteView second, SteadyTime by) {
    const auto wire = tls_ ? nullptr : this->wire();
    if (!tls_ && !wire) co_return asio::error::operation_aborted;
    auto error = wire ? wire->write(first, second) : asio::error::would_block;
    while (error == asio::error::would_block) {
        write_deadline_.set(by);
        if (!wire) {
            error = co_await write_tls(first, second);
        } else {
            co_await wire->writer().wait();
            error = wire->writer().is_called_off() ? asio::error::operation_aborted
                                                   : wire->write(first, second);
        }
        write_deadline_.clear();
        if (write_deadline_.has_passed()) co_return asio::error::timed_out;
    }
    co_return error;
}

asio::awaitable<ErrorCode> Channel::write_tls(ByteView first, ByteView second) {
    const auto tls = tls_;
    const std::array parts{asio::buffer(first), asio::buffer(second)};
    const auto [error, count] = co_await asio::async_write(*tls, parts, Token{});
    co_return error;
}

asio::awaitable<void> Channel::linger(SteadyTime by) {
    if (tls_) {
        write_deadline_.set(by);
        co_await tls_->async_shutdown(Token{});
        write_deadline_.clear();
        tls_.reset();  // what still comes is read as it is
    }
    shutdown_send();
    for (ErrorCode error; !error;) {
        unread_ = {};
        error = co_await read(by);
    }
}

void Channel::start_write(std::shared_ptr<const Bytes> bytes) {
    if (all_sent_.use_count() > 1) all_sent_ = std::make_shared<bool>();  // one before goes on
    *all_sent_ = false;
    if (!tls_) {
        if (wire()) wire_->start_write(std::move(bytes), all_sent_);
        return;
    }
    const auto on_sent = [bytes, all_sent = all_sent_, socket = socket_, tls = tls_](
                             ErrorCode error, std::size_t) { *all_sent = !error; };
    asio::async_write(*tls_, asio::buffer(*bytes), on_sent);
}

}  // namespace shadowdiff::mirror
