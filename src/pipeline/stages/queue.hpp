// SPDX-License-Identifier: Apache-2.0
// A bounded queue between two threads. A full one makes the pusher wait: what may not wait is kept
// from coming this far by Admission.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace shadowdiff::pipeline {

template <class T>
class Queue {
public:
    /// `gather`: how long a few items may wait for company, so that not each of them is a wake-up.
    /// Those of one wake-up leave the bound together.
    explicit Queue(std::size_t items_max, std::chrono::microseconds gather = {})
        : items_max_{items_max}, gather_{gather} {}
    Queue(const Queue&) = delete;
    Queue& operator=(const Queue&) = delete;

    /// Waits while the queue is full. After close() the item is discarded.
    void push(T&& item) {
        std::unique_lock lock{mutex_};
        has_room_.wait(lock, [&] { return closed_ || !is_full(); });
        if (closed_) return;
        items_.push_back(std::move(item));
        wake_popper(lock);
    }

    /// Never waits; false when the queue is full, and then `item` is as it was.
    bool try_push(T& item) {
        std::unique_lock lock{mutex_};
        if (closed_ || is_full()) return false;
        items_.push_back(std::move(item));
        wake_popper(lock);
        return true;
    }

    /// Waits for an item; nothing when the queue is closed and empty. One thread pops.
    std::optional<T> pop() {
        if (holds_some()) return take_held();
        std::unique_lock lock{mutex_};
        has_items_.wait(lock, [&] { return closed_ || !items_.empty(); });
        return take(lock);
    }

    /// Waits at most `limit` for one; nothing when none came, or the queue is closed and empty.
    std::optional<T> pop_within(std::chrono::milliseconds limit) {
        if (holds_some()) return take_held();
        std::unique_lock lock{mutex_};
        has_items_.wait_for(lock, limit, [&] { return closed_ || !items_.empty(); });
        return take(lock);
    }

    /// Asked by the thread that pops: the next one is there already, and costs no lock.
    bool holds_some() const { return next_ < held_.size(); }

    /// No further items; those there are can still be popped.
    void close() {
        const std::lock_guard lock{mutex_};
        closed_ = true;
        has_items_.notify_all();
        has_room_.notify_all();
    }

    /// Asked by the thread that pops.
    bool is_finished() const {
        const std::lock_guard lock{mutex_};
        return closed_ && items_.empty() && !holds_some();
    }

    std::size_t size() const {
        const std::lock_guard lock{mutex_};
        return items_.size() + held_bound_;
    }

private:
    static constexpr std::size_t company = 64;
    static constexpr std::size_t kept_max = 1'024;  // items for which memory is kept

    // Who is woken wants the lock at once, and would wait for it anew.
    void wake_popper(std::unique_lock<std::mutex>& lock) {
        const auto size = items_.size();
        lock.unlock();
        if (!gathers() || size == 1 || size == company) has_items_.notify_one();
    }

    bool gathers() const { return gather_ > gather_.zero(); }
    bool is_full() const { return items_.size() + held_bound_ >= items_max_; }

    std::optional<T> take_held() {
        std::optional<T> item{std::move(held_[next_++])};
        if (!holds_some()) {
            held_.clear();
            if (held_.capacity() > kept_max) held_ = std::vector<T>{};
            next_ = 0;
        }
        if (!gathers()) {
            {
                const std::lock_guard lock{mutex_};
                --held_bound_;
            }
            has_room_.notify_one();
        }
        return item;
    }

    std::optional<T> take(std::unique_lock<std::mutex>& lock) {
        if (items_.empty()) return std::nullopt;
        if (gathers()) {
            has_items_.wait_for(lock, gather_, [&] { return closed_ || items_.size() >= company; });
        } else {
            held_bound_ = items_.size();
        }
        held_.swap(items_);
        lock.unlock();
        if (gathers()) has_room_.notify_all();
        return take_held();
    }

    std::size_t items_max_;
    std::chrono::microseconds gather_;
    mutable std::mutex mutex_;
    std::condition_variable has_items_;
    std::condition_variable has_room_;
    std::vector<T> items_;
    std::size_t held_bound_ = 0;  // as many of what the popper holds are within the bound
    std::vector<T> held_;         // the popper's own, from next_ on
    std::size_t next_ = 0;
    bool closed_ = false;
};

}  // namespace shadowdiff::pipeline
