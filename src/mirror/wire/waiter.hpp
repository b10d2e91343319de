// SPDX-License-Identifier: Apache-2.0
// Who waits on a wire, until something happened to it or the wait is called off.
#pragma once

#include "mirror/wire/parked.hpp"
#include "mirror/wire/watch.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace shadowdiff::mirror {

/// One at a time. It must outlive the wait.
class Waiter {
public:
    Waiter(asio::any_io_executor executor, Watch& watch)
        : executor_{std::move(executor)}, watch_{watch} {}

    bool is_waiting() const { return resume_ != nullptr; }
    /// To be awaited.
    auto wait() {
        return park([this](Resume resume) { wait(std::move(resume)); });
    }
    /// The last wait.
    bool is_called_off() const { return is_called_off_; }
    /// The same for who is no coroutine.
    void wait(Resume resume) {
        resume_ = std::move(resume);
        is_called_off_ = false;
        watch_.begin_wait();
    }
    /// Now. It may destroy the wire.
    void go_on() {
        if (!resume_) return;
        watch_.end_wait();
        std::exchange(resume_, nullptr)();
    }
    /// In another turn.
    void go_on_later() {
        if (!resume_) return;
        watch_.end_wait();
        asio::post(executor_, std::exchange(resume_, nullptr));
    }
    void call_off() {
        is_called_off_ = true;
        go_on_later();
    }
    /// For the end of the io_context.
    Resume give_up() { return std::exchange(resume_, nullptr); }

private:
    asio::any_io_executor executor_;
    Watch& watch_;
    Resume resume_;
    bool is_called_off_ = false;
};

}  // namespace shadowdiff::mirror
