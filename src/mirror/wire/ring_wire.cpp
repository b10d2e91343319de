// SPDX-License-Identifier: Apache-2.0
#include "mirror/wire/ring_wire.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace shadowdiff::mirror {

std::shared_ptr<Wire> RingWire::make(const asio::any_io_executor& executor, Ring& ring,
                                     int descriptor) {
    auto wire = std::make_shared<RingWire>(executor, ring, descriptor);
    wire->receive();
    return wire;
}

RingWire::RingWire(const asio::any_io_executor& executor, Ring& ring, int descriptor)
    : Wire{executor, ring.watch()}, RingUser{ring}, descriptor_{descriptor} {
    message_.msg_iov = parts_.data();
}

RingWire::~RingWire() { close_descriptor(); }

void RingWire::close_descriptor() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

// The kernel holds the socket open for what is under way: the peer sees the end once that is
// cancelled.
void RingWire::close() {
    if (!is_open_) return;
    is_open_ = false;
    came_ = {};
    came_.error = asio::error::operation_aborted;
    reader().call_off();
    if (!is_busy()) return close_descriptor();
    ring().watch().begin_wait();
    for (const auto work : {RingWork::receive, RingWork::send}) {
        if (is_under_way(work)) ring().cancel(*this, work);
    }
}

void RingWire::cancel() {
    reader().call_off();
    if (!writer().is_waiting() || !is_under_way(RingWork::send)) return;
    is_send_called_off_ = true;
    ring().cancel(*this, RingWork::send);
}

void RingWire::let_go() {
    if (!is_under_way(RingWork::send)) return close();
    is_let_go_ = true;
}

void RingWire::shutdown_send() {
    if (!is_open_) return;
    if (is_under_way(RingWork::send)) ring().hand_over();
    ::shutdown(descriptor_, SHUT_WR);
}

bool RingWire::has_something_to_read() {
    ring().hand_over();
    return may_read() || can_be_read(descriptor_);
}

bool RingWire::is_broken() const {
    return is_open_ && came_.error && came_.error != asio::error::eof;
}

Came RingWire::read() {
    if (!may_read()) return {.buffer = nullptr, .bytes = 0, .error = asio::error::would_block};
    if (came_.error) return {.buffer = nullptr, .bytes = 0, .error = came_.error};
    auto came = std::exchange(came_, {});
    receive();
    return came;
}

ErrorCode RingWire::write(ByteView& first, ByteView& second) {
    if (!is_open_) return asio::error::operation_aborted;
    if (std::exchange(is_written_, false)) return send_error_;
    send(first, second);
    return asio::error::would_block;
}

void RingWire::start_write(std::shared_ptr<const Bytes> bytes, std::shared_ptr<bool> all_sent) {
    if (!is_open_) return;
    started_ = std::move(bytes);
    all_sent_ = std::move(all_sent);
    ring().watch().begin_wait();
    send(*started_, {});
}

void RingWire::receive() { ring().receive(*this, descriptor_, is_likely_empty_); }

void RingWire::send(ByteView first, ByteView second) {
    if (first.empty()) std::swap(first, second);
    parts_[0] = {const_cast<char*>(first.data()), first.size()};
    parts_[1] = {const_cast<char*>(second.data()), second.size()};
    message_.msg_iovlen = second.empty() ? 1 : 2;
    ring().send(*this, descriptor_, message_);
}

void RingWire::note(RingWork work, int result, unsigned flags) {
    if (work == RingWork::receive) {
        note_came(result, flags);
    } else {
        note_sent(result);
    }
    if (is_open_ && is_let_go_ && !is_under_way(RingWork::send)) return close();
    if (is_open_ || is_busy()) return;
    close_descriptor();
    ring().watch().end_wait();
}

void RingWire::note_came(int result, unsigned flags) {
    auto buffer = (flags & IORING_CQE_F_BUFFER) != 0 ? ring().take_buffer(flags) : nullptr;
    if (!is_open_) return ring().buffers().give_back(std::move(buffer));
    if (result > 0) {
        is_likely_empty_ = (flags & IORING_CQE_F_SOCK_NONEMPTY) == 0;
        came_.buffer = std::move(buffer);
        came_.bytes = static_cast<std::size_t>(result);
        return;
    }
    ring().buffers().give_back(std::move(buffer));
    if (result == 0) {
        came_.error = asio::error::eof;
    } else if (result == -ENOBUFS || result == -EINTR || result == -EAGAIN) {
        receive();  // buffers are laid out again by now
    } else {
        came_.error = {-result, boost::system::system_category()};
    }
}

// A short send goes on with the rest.
void RingWire::note_sent(int result) {
    const bool again = result == -EINTR || result == -EAGAIN;
    send_error_ =
        result < 0 && !again ? ErrorCode{-result, boost::system::system_category()} : ErrorCode{};
    auto sent = result > 0 ? static_cast<std::size_t>(result) : 0;
    std::size_t left = 0;
    for (auto& part : parts_) {
        const auto of_part = std::min(sent, part.iov_len);
        part.iov_base = static_cast<char*>(part.iov_base) + of_part;
        part.iov_len -= of_part;
        sent -= of_part;
        left += part.iov_len;
    }
    const bool goes_on = is_open_ && !is_send_called_off_;
    if (left > 0 && !send_error_ && goes_on) return ring().send(*this, descriptor_, message_);
    if (left > 0 && !send_error_) send_error_ = asio::error::operation_aborted;
    is_send_called_off_ = false;
    is_written_ = !started_;
    if (!started_) return;
    *std::exchange(all_sent_, nullptr) = left == 0;
    started_ = nullptr;
    ring().watch().end_wait();
}

void RingWire::tell(RingWork work) {
    if (work == RingWork::receive) {
        if (is_broken()) note_broken();
        if (may_read()) reader().go_on();
    } else if (!is_under_way(RingWork::send)) {
        writer().go_on();
    }
}

}  // namespace shadowdiff::mirror
