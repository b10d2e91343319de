// SPDX-License-Identifier: Apache-2.0
#include "mirror/wire/watch.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace shadowdiff::mirror {

Watch::Watch(asio::io_context& io, int descriptor, std::function<bool()> look)
    : descriptor_{io, descriptor}, look_{std::move(look)} {}

void Watch::begin_wait() {
    ++waits_;
    look_when_something_came();
}

void Watch::end_wait() {
    --waits_;
    if (waits_ > 0 || !is_awaited_) return;
    ErrorCode ignored;
    descriptor_.cancel(ignored);
}

void Watch::look_soon() {
    if (is_looking_ || will_look_) return;
    will_look_ = true;
    asio::post(descriptor_.get_executor(), [this] {
        will_look_ = false;
        look();
    });
}

void Watch::look_when_something_came() {
    if (is_awaited_ || is_looking_ || waits_ == 0) return;
    is_awaited_ = true;
    descriptor_.async_wait(asio::posix::stream_descriptor::wait_read, [this](ErrorCode error) {
        is_awaited_ = false;
        is_told_look_ = !error;
        if (!error) look();
        is_told_look_ = false;
        look_when_something_came();
    });
}

void Watch::look() {
    is_looking_ = true;
    const bool is_more_likely = look_();
    is_looking_ = false;
    if (is_more_likely) look_soon();
    look_when_something_came();
}

void Watch::close() {
    ErrorCode ignored;
    descriptor_.close(ignored);
}

}  // namespace shadowdiff::mirror
