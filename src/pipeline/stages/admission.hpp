// SPDX-License-Identifier: Apache-2.0
// The one bound on exchanges between "seen" and "judged". It stands at the entrance, so that no
// queue behind it needs to refuse anything: live traffic over it is refused and counted, a file's
// reader waits.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>

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

    /// A file, one thread at a time: waits for room, and once it waits until more than half is
    /// free, so that few exchanges that leave wake it. `awaiting_reader` exchanges inside cannot
    /// leave before the reader has gone on, so they do not count. False when shut() was called;
    /// else `bytes` are held from now on.
    bool enter(std::size_t awaiting_reader, std::size_t bytes = 0) {
        std::unique_lock lock{mutex_};
        if (is_full(awaiting_reader) && !shut_) {
            reader_ = awaiting_reader;
            changed_.wait(lock, [&] { return shut_ || has_much_room(awaiting_reader); });
            reader_.reset();
        }
        if (shut_) return false;
        ++exchanges_;
        bytes_ += bytes;
        return true;
    }

    /// Bytes that an exchange inside has come to hold.
    void hold(std::size_t bytes) {
        const std::lock_guard lock{mutex_};
        bytes_ += bytes;
    }

    /// They are held no longer, or counted otherwise.
    void release(std::size_t bytes) {
        const std::lock_guard lock{mutex_};
        bytes_ -= bytes;
        if (reader_ && has_much_room(*reader_)) changed_.notify_all();
    }

    void leave(std::size_t bytes_held, std::size_t exchanges = 1) {
        const std::lock_guard lock{mutex_};
        exchanges_ -= exchanges;
        bytes_ -= bytes_held;
        const bool reader_goes_on = reader_ && has_much_room(*reader_);
        if (exchanges_ == 0 || reader_goes_on) changed_.notify_all();
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
        return reaches(limits_.exchanges_max, limits_.bytes_max, awaiting_reader);
    }
    bool has_much_room(std::size_t awaiting_reader) const {
        return !reaches(limits_.exchanges_max / 2, limits_.bytes_max / 2, awaiting_reader);
    }
    bool reaches(std::size_t exchanges, std::size_t bytes, std::size_t awaiting_reader) const {
        if (exchanges_ <= awaiting_reader) return false;
        return exchanges_ - awaiting_reader >= exchanges || bytes_ >= bytes;
    }

    AdmissionLimits limits_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t exchanges_ = 0;
    std::size_t bytes_ = 0;
    bool shut_ = false;
    std::optional<std::size_t> reader_;  // it waits, and as many exchanges wait for it
};

}  // namespace shadowdiff::pipeline
