// SPDX-License-Identifier: Apache-2.0
// What other threads have for the Asio thread, in the order in which they put it. While that thread
// is busy all of it waits behind one task, so that a wake-up and a task are not the price of each.
// What is not due yet keeps what is behind it waiting.
#pragma once

#include "base/processors.hpp"
#include "mirror/wire/ring.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace shadowdiff::pipeline {

/// No bound of its own: whoever puts has been admitted. It must outlive the tasks of `io`, and be
/// destroyed before it.
template <class T>
class Inbox {
public:
    using Due = std::chrono::steady_clock::time_point;
    static constexpr Due at_once{};

    /// `take` is told when it was due.
    Inbox(boost::asio::io_context& io, std::function<void(T&&, Due)> take)
        : io_{io},
          take_{std::move(take)},
          look_{io},
          due_{io},
          ring_{boost::asio::use_service<mirror::Ring>(io)} {}
    Inbox(const Inbox&) = delete;
    Inbox& operator=(const Inbox&) = delete;

    /// From any thread.
    void put(T value, Due due = at_once) {
        {
            const std::lock_guard lock{mutex_};
            waiting_.emplace_back(std::move(value), due);
            if (std::exchange(is_awaited_, true)) return;
        }
        go_on();
    }

    /// The same of what may wait for `look_every`, or for so many that come with it: while much
    /// comes it seldom wakes anybody.
    void put_soon(T value) {
        {
            const std::lock_guard lock{mutex_};
            waiting_.emplace_back(std::move(value), at_once);
            came_ = Came::soon;
            const bool is_seen_soon = is_looking_ && !is_looking_late_;
            const bool may_wait = is_seen_soon && waiting_.size() < company;
            if (may_wait || std::exchange(is_awaited_, true)) return;
        }
        go_on();
    }

    /// The same of what may wait for `look_late_every`, because it is only counted.
    void put_late(T value) {
        {
            const std::lock_guard lock{mutex_};
            waiting_.emplace_back(std::move(value), at_once);
            came_ = std::max(came_, Came::late);
            if (is_looking_ || std::exchange(is_awaited_, true)) return;
        }
        go_on();
    }

    /// On the Asio thread: all that was put so far has been taken.
    bool is_empty() {
        if (next_ < taken_.size()) return false;
        const std::lock_guard lock{mutex_};
        return waiting_.empty();
    }

private:
    struct Waiting {
        T value;
        Due due;
    };
    enum class Came : unsigned char { nothing, late, soon };

    static constexpr std::size_t taken_max = 64;  // then sockets and timers have their turn
    static constexpr std::size_t company = 64;
    static constexpr std::chrono::milliseconds look_every{1};
    static constexpr std::chrono::milliseconds look_late_every{5};
    static constexpr int looks_in_vain_max = 8;  // then what comes wakes the thread again

    void go_on() {
        boost::asio::post(io_, [this] { take_some(); });
    }

    void take_some() {
        for (std::size_t i = 0; i < taken_max; ++i) {
            if (next_ == taken_.size() && !fetch()) return;
            const auto due = taken_[next_].due;
            if (due != at_once && due > std::chrono::steady_clock::now()) return wait_until(due);
            if (due != at_once) ring_.give_way_at(mirror::Ring::never);
            take_(std::move(taken_[next_++].value), due);
            looks_in_vain_ = 0;
        }
        go_on();
    }

    // What is due goes before answers that came. A sleep ends too late, so the last of the wait is
    // spun through; whoever waits for this processor, the asked leg perhaps, has its turn first.
    void wait_until(Due due) {
        ring_.give_way_at(due);
        if (due - std::chrono::steady_clock::now() <= spun_through_) {
            std::this_thread::yield();
            return go_on();
        }
        due_.expires_at(due - spun_through_);
        due_.async_wait([this](const boost::system::error_code& error) {
            if (!error) take_some();
        });
    }

    bool fetch() {
        taken_.clear();
        next_ = 0;
        {
            const std::lock_guard lock{mutex_};
            taken_.swap(waiting_);
            is_awaited_ = !taken_.empty();
            if (is_awaited_ || is_looking_) return is_awaited_;
            is_looking_ = true;
            is_looking_late_ = false;
        }
        look_later(look_every);
        return false;
    }

    void look_later(std::chrono::milliseconds after) {
        look_.expires_after(after);
        look_.async_wait([this](const boost::system::error_code& error) {
            if (!error) look();
        });
    }

    void look() {
        auto next = look_every;
        {
            const std::lock_guard lock{mutex_};
            is_looking_late_ = std::exchange(came_, Came::nothing) == Came::late;
            if (is_looking_late_) next = look_late_every;
            const bool is_idle = waiting_.empty() && !is_awaited_;
            if (is_idle && ++looks_in_vain_ > looks_in_vain_max) {
                looks_in_vain_ = 0;
                is_looking_ = false;
                return;
            }
            if (waiting_.empty() || std::exchange(is_awaited_, true)) return look_later(next);
        }
        look_later(next);
        take_some();
    }

    boost::asio::io_context& io_;
    std::function<void(T&&, Due)> take_;
    boost::asio::steady_timer look_;
    boost::asio::steady_timer due_;
    mirror::Ring& ring_;
    std::mutex mutex_;
    std::vector<Waiting> waiting_;
    bool is_awaited_ = false;       // a task, or due_, will fetch what waits
    bool is_looking_ = false;       // look() will come by itself
    bool is_looking_late_ = false;  // after look_late_every
    Came came_ = Came::nothing;     // of what was put since the last look, what waits the least
    std::vector<Waiting> taken_;    // the Asio thread's own, from next_ on
    std::size_t next_ = 0;
    int looks_in_vain_ = 0;
    // On a single processor whoever spins keeps the others from what is waited for.
    const std::chrono::microseconds spun_through_{processors() < 2 ? 0 : 100};
};

}  // namespace shadowdiff::pipeline
