// SPDX-License-Identifier: Apache-2.0
#include "mirror/wire.hpp"

#include <boost/asio/post.hpp>
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

Wire::Wire(const asio::any_io_executor& executor, int descriptor)
    : executor_{executor},
      readiness_{asio::use_service<Readiness>(executor_.context())},
      descriptor_{descriptor} {
    readiness_.enter(*this);
}

Wire::~Wire() { close(); }

void Wire::close() {
    if (!is_open()) return;
    readiness_.leave(*this);
    ::close(std::exchange(descriptor_, -1));
    cancel();
}

void Wire::cancel() {
    call_off(reader_);
    call_off(writer_);
}

std::size_t Wire::read(char* to, std::size_t bytes_max, ErrorCode& error) {
    error = {};
    ssize_t count = 0;
    do {
        count = ::recv(descriptor_, to, bytes_max, MSG_DONTWAIT);
    } while (count < 0 && errno == EINTR);
    if (count < 0) error = last_error();
    if (count == 0) error = asio::error::eof;
    if (error == asio::error::would_block) is_ending_ = false;  // it was another's, of this number
    // A stream socket that gives less than was asked for is empty; what comes later is an event.
    const auto came = count > 0 ? static_cast<std::size_t>(count) : 0;
    may_read_ = is_ending_ || came == bytes_max;
    return came;
}

ErrorCode Wire::write(ByteView& first, ByteView& second) {
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

asio::awaitable<bool> Wire::until(Waiter& waiter) {
    if (!is_open()) co_return false;
    co_await park([this, &waiter](Resume resume) { wait(waiter, std::move(resume)); });
    co_return !waiter.is_called_off;
}

void Wire::when_writable(Resume resume) { wait(writer_, std::move(resume)); }

void Wire::wait(Waiter& waiter, Resume resume) {
    waiter.resume = std::move(resume);
    waiter.is_called_off = false;
    readiness_.begin_wait();
}

void Wire::go_on(Waiter& waiter) {
    if (!waiter.resume) return;
    readiness_.end_wait();
    std::exchange(waiter.resume, nullptr)();
}

void Wire::call_off(Waiter& waiter) {
    if (!waiter.resume) return;
    waiter.is_called_off = true;
    asio::post(executor_, std::exchange(waiter.resume, nullptr));
    readiness_.end_wait();
}

// Whoever goes on may destroy the wire: the reader is told first, and the writer only if it then
// still waits.
void Wire::note_events(bool readable, bool writable, bool ending) {
    may_read_ = may_read_ || readable || ending;
    is_ending_ = is_ending_ || ending;
    if ((writable || ending) && writer_.resume) {
        if (may_read_ && reader_.resume) {
            readiness_.end_wait();
            asio::post(executor_, std::exchange(reader_.resume, nullptr));
        }
        return go_on(writer_);
    }
    if (may_read_) go_on(reader_);
}

void Wire::give_up(std::vector<Resume>& waiting) {
    for (auto* waiter : {&reader_, &writer_}) {
        if (waiter->resume) waiting.push_back(std::exchange(waiter->resume, nullptr));
    }
}

}  // namespace shadowdiff::mirror
