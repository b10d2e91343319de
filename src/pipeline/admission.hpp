// SPDX-License-Identifier: Apache-2.0
// The one bound on exchanges between "seen" and "judged". It stands at the entrance, so that no
// queue behind it needs to refuse anything: live traffic over it is refused and counted, a file's
// reader waits.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace shadowdiff::pipeline {

struct AdmissionLimits {
    std::size_t exchanges_max = 8'192;
    std::size_t bytes_max = 256 << 20;
};

class Admission {
public:
    explicit Admission(AdmissionLimits limits) : limits_{limits} {}
    Admission(const Admission&) = delete;
    Admission& operator=(const Admission&) = delete;

    /// Live traffic: false when there is no room, and never a wait.
    bool try_enter() {
        const std::lock_guard lock{mutex_};
        if (is_full(0)) return false;
        ++exchanges_;
        return true;
    }

    /// A file: waits for room. `awaiting_reader` exchanges inside cannot leave before the reader
    /// has gone on, so they do not count. False when shut() was called.
    bool enter(std::size_t awaiting_reader) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return shut_ || !is_full(awaiting_reader); });
        if (shut_) return false;
        ++exchanges_;
        return true;
    }

    /// Bytes that an exchange inside has come to hold.
    void hold(std::size_t bytes) {
        const std::lock_guard lock{mutex_};
        bytes_ += bytes;
    }

    void leave(std::size_t bytes_held) {
        const std::lock_guard lock{mutex_};
        --exchanges_;
        bytes_ -= bytes_held;
        changed_.notify_all();
    }

    /// True when nothing is inside, at the latest after `limit`.
    bool wait_until_empty(std::chrono::milliseconds limit) {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, limit, [&] { return exchanges_ == 0; });
    }

    /// Nobody waits for room any more.
    void shut() {
        const std::lock_guard lock{mutex_};
        shut_ = true;
        changed_.notify_all();
    }

    std::size_t inside() const {
        const std::lock_guard lock{mutex_};
        return exchanges_;
    }

private:
    bool is_full(std::size_t awaiting_reader) const {
        if (exchanges_ <= awaiting_reader) return false;
        return exchanges_ - awaiting_reader >= limits_.exchanges_max || bytes_ >= limits_.bytes_max;
    }

    AdmissionLimits limits_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t exchanges_ = 0;
    std::size_t bytes_ = 0;
    bool shut_ = false;
};

}  // namespace shadowdiff::pipeline
