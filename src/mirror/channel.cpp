// SPDX-License-Identifier: Apache-2.0
#include "mirror/channel.hpp"

#include <boost/asio/write.hpp>
#include <sys/socket.h>

#include <cassert>
#include <tuple>
#include <utility>

namespace shadowdiff::mirror {
namespace {

void set_no_delay(StreamSocket& socket) {
    ErrorCode ignored;
    socket.set_option(Tcp::no_delay{true}, ignored);
}

// Bytes nobody asked for and a close both make a waiting connection useless.
bool has_something_to_read(StreamSocket& socket) {
    char byte = 0;
    const auto count = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return count >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

}  // namespace

Channel::Channel(const asio::any_io_executor& executor)
    : socket_{std::make_shared<StreamSocket>(executor)} {}

Channel::Channel(Socket socket) : socket_{std::make_shared<StreamSocket>(std::move(socket))} {
    set_no_delay(*socket_);
}

bool Channel::is_reusable() { return is_quiet() && !has_something_to_read(*socket_); }

void Channel::start_anew() {
    tls_.reset();
    read_deadline_.reset();
    write_deadline_.reset();
    unread_ = {};
    is_at_end_ = false;
    all_sent_ = std::make_shared<bool>(true);
    if (is_open()) set_no_delay(*socket_);
}

void Channel::close() {
    read_deadline_.clear();
    write_deadline_.clear();
    unread_ = {};
    ErrorCode ignored;
    socket_->close(ignored);  // `tls_` stays: what waits on it ends with an error first
}

void Channel::abort() {
    ErrorCode ignored;
    socket_->set_option(asio::socket_base::linger{true, 0}, ignored);
    close();
}

void Channel::shutdown_send() {
    ErrorCode ignored;
    socket_->shutdown(Tcp::socket::shutdown_send, ignored);
}

// Asio may wait for ever when it is read once more behind the end, so we remember it.
asio::awaitable<ErrorCode> Channel::read(SteadyTime by) {
    assert(unread_.empty());
    if (is_at_end_) co_return asio::error::eof;
    if (!buffer_) buffer_ = std::make_unique<std::array<char, read_bytes_max>>();
    read_deadline_.set(by);
    ErrorCode error;
    std::size_t count = 0;
    if (tls_) {
        std::tie(error, count) = co_await tls_->async_read_some(asio::buffer(*buffer_), Token{});
    } else {
        std::tie(error, count) = co_await socket_->async_read_some(asio::buffer(*buffer_));
    }
    read_deadline_.clear();
    if (read_deadline_.has_passed()) co_return asio::error::timed_out;
    if (!error) unread_ = {buffer_->data(), count};
    is_at_end_ = error == asio::error::eof;
    co_return error;
}

void Channel::extend_read(SteadyTime by) {
    if (read_deadline_.is_set()) read_deadline_.set(by);
}

void Channel::cancel_reads() {
    ErrorCode ignored;
    socket_->cancel(ignored);
}

asio::awaitable<ErrorCode> Channel::write(ByteView bytes, SteadyTime by) {
    write_deadline_.set(by);
    ErrorCode error;
    if (tls_) {
        error = std::get<0>(co_await asio::async_write(*tls_, asio::buffer(bytes), Token{}));
    } else {
        error = std::get<0>(co_await asio::async_write(*socket_, asio::buffer(bytes), Token{}));
    }
    write_deadline_.clear();
    if (write_deadline_.has_passed()) co_return asio::error::timed_out;
    co_return error;
}

void Channel::start_write(std::shared_ptr<const Bytes> bytes) {
    all_sent_ = std::make_shared<bool>(false);
    const auto on_sent = [bytes, all_sent = all_sent_, socket = socket_, tls = tls_](
                             ErrorCode error, std::size_t) { *all_sent = !error; };
    if (tls_) {
        asio::async_write(*tls_, asio::buffer(*bytes), on_sent);
    } else {
        asio::async_write(*socket_, asio::buffer(*bytes), on_sent);
    }
}

}  // namespace shadowdiff::mirror
