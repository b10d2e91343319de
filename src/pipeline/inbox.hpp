// SPDX-License-Identifier: Apache-2.0
// What other threads have for the Asio thread, in the order in which they put it. While that thread
// is busy all of it waits behind one task, so that a wake-up and a task are not the price of each.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <cstddef>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace shadowdiff::pipeline {

/// No bound of its own: whoever puts has been admitted. It must outlive the tasks of `io`.
template <class T>
class Inbox {
public:
    Inbox(boost::asio::io_context& io, std::function<void(T&&)> take)
        : io_{io}, take_{std::move(take)} {}
    Inbox(const Inbox&) = delete;
    Inbox& operator=(const Inbox&) = delete;

    /// From any thread.
    void put(T value) {
        {
            const std::lock_guard lock{mutex_};
            waiting_.push_back(std::move(value));
            if (std::exchange(is_awaited_, true)) return;
        }
        go_on();
    }

private:
    static constexpr std::size_t at_once_max = 64;  // then sockets and timers have their turn

    void go_on() {
        boost::asio::post(io_, [this] { take_some(); });
    }

    void take_some() {
        if (next_ == taken_.size() && !fetch()) return;
        for (std::size_t i = 0; i < at_once_max && next_ < taken_.size(); ++i) {
            take_(std::move(taken_[next_++]));
        }
        go_on();
    }

    bool fetch() {
        taken_.clear();
        next_ = 0;
        const std::lock_guard lock{mutex_};
        taken_.swap(waiting_);
        is_awaited_ = !taken_.empty();
        return is_awaited_;
    }

    boost::asio::io_context& io_;
    std::function<void(T&&)> take_;
    std::mutex mutex_;
    std::vector<T> waiting_;
    bool is_awaited_ = false;  // a task will fetch what waits
    std::vector<T> taken_;     // the Asio thread's own, from next_ on
    std::size_t next_ = 0;
};

}  // namespace shadowdiff::pipeline
