// SPDX-License-Identifier: Apache-2.0
#include "mirror/wire/polled_wire.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace shadowdiff::mirror {
namespace {

ErrorCode last_error() {
    if (errno == EAGAIN || errno == EWOULDBLOCK) return asio::error::would_block;
    return {errno, boost::system::system_category()};
}

}  // namespace

PolledWire::PolledWire(const asio::any_io_executor& executor, Readiness& readiness, int descriptor)
    : Wire{executor, readiness.watch()}, readiness_{readiness}, descriptor_{descriptor} {
    readiness_.enter(*this, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
}

PolledWire::~PolledWire() { close(); }

void PolledWire::close() {
    if (!is_open()) return;
    readiness_.leave(*this);
    ::close(std::exchange(descriptor_, -1));
    may_read_ = true;  // that it is closed: no event would say so
    cancel();
}

void PolledWire::cancel() {
    reader().call_off();
    writer().call_off();
}

void PolledWire::shutdown_send() {
    if (is_open()) ::shutdown(descriptor_, SHUT_WR);
}

Came PolledWire::read() {
    if (!is_open()) return {.buffer = nullptr, .bytes = 0, .error = asio::error::operation_aborted};
    Came came;
    came.buffer = readiness_.buffers().take();
    ssize_t count = 0;
    do {
        count = ::recv(descriptor_, came.buffer->data(), came.buffer->size(), MSG_DONTWAIT);
    } while (count < 0 && errno == EINTR);
    if (count < 0) came.error = last_error();
    if (count == 0) came.error = asio::error::eof;
    if (came.error == asio::error::would_block) is_ending_ = false;  // another's, of this number
    came.bytes = count > 0 ? static_cast<std::size_t>(count) : 0;
    // A stream socket that gives less than was asked for is empty; what comes later is an event.
    may_read_ = is_ending_ || came.bytes == came.buffer->size();
    if (came.error) readiness_.buffers().give_back(std::move(came.buffer));
    return came;
}

ErrorCode PolledWire::write(ByteView& first, ByteView& second) {
    std::array<iovec, 2> parts{};
    parts[0] = {const_cast<char*>(first.data()), first.size()};
    parts[1] = {const_cast<char*>(second.data()), second.size()};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    ssize_t count = 0;
    do {
        count = ::sendmsg(descriptor_, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    } while (count < 0 && errno == EINTR);
    if (count < 0) return last_error();
    const auto of_first = std::min(static_cast<std::size_t>(count), first.size());
    first.remove_prefix(of_first);
    second.remove_prefix(static_cast<std::size_t>(count) - of_first);
    return first.empty() && second.empty() ? ErrorCode{} : asio::error::would_block;
}

void PolledWire::start_write(std::shared_ptr<const Bytes> bytes, std::shared_ptr<bool> all_sent) {
    send_rest(std::move(bytes), 0, std::move(all_sent));
}

void PolledWire::send_rest(std::shared_ptr<const Bytes> bytes, std::size_t sent,
                           std::shared_ptr<bool> all_sent) {
    auto unsent = ByteView{*bytes}.substr(sent);
    ByteView nothing;
    const auto error = write(unsent, nothing);
    *all_sent = !error;
    if (error != asio::error::would_block) return;
    sent = bytes->size() - unsent.size();
    writer().wait([self = shared_from_this(), bytes = std::move(bytes), sent,
                   all_sent = std::move(all_sent)]() mutable {
        self->send_rest(std::move(bytes), sent, std::move(all_sent));
    });
}

// Whoever goes on may destroy the wire: the reader is told first, and the writer only if it then
// still waits.
void PolledWire::note(Events events) {
    may_read_ = may_read_ || events.readable || events.ending;
    is_ending_ = is_ending_ || events.ending;
    is_broken_ = is_broken_ || (events.broken && has_error(descriptor_));  // else another's
    if (is_broken_) note_broken();
    if ((events.writable || events.ending) && writer().is_waiting()) {
        if (may_read_) reader().go_on_later();
        return writer().go_on();
    }
    if (may_read_) reader().go_on();
}

}  // namespace shadowdiff::mirror
