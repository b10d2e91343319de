// SPDX-License-Identifier: Apache-2.0
// Judged exchanges on their way back to the thread that made them: memory that another thread gives
// back costs both of them more than a look at it.
#pragma once

#include "pipeline/stages/join.hpp"

#include <atomic>
#include <cstddef>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

namespace shadowdiff::pipeline {

class SpentExchanges {
public:
    /// By the thread that has judged it.
    void put(Joined&& joined, std::size_t bytes) {
        if (bytes > bytes_max) return;
        gathered_.push_back(std::move(joined));
        if (gathered_.size() == company) hand_over();
    }

    /// By the thread that made them.
    void clear() {
        if (!has_some_.load(std::memory_order_relaxed)) return;
        {
            const std::lock_guard lock{mutex_};
            taken_.swap(waiting_);
            has_some_.store(false, std::memory_order_relaxed);
        }
        taken_.clear();
    }

private:
    // As many as are inside at a time wait while the other thread waits for room. With those that
    // are gathered they hold 6 MB at most.
    static constexpr std::size_t waiting_max = 256;
    static constexpr std::size_t company = 64;
    static constexpr std::size_t bytes_max = 16 << 10;  // of one

    void hand_over() {
        {
            const std::lock_guard lock{mutex_};
            if (waiting_.size() < waiting_max) {
                waiting_.insert(waiting_.end(), std::move_iterator{gathered_.begin()},
                                std::move_iterator{gathered_.end()});
                has_some_.store(true, std::memory_order_relaxed);
            }
        }
        gathered_.clear();  // nobody comes for them
    }

    std::vector<Joined> gathered_;  // of the thread that judges
    std::mutex mutex_;
    std::vector<Joined> waiting_;
    std::atomic<bool> has_some_ = false;
    std::vector<Joined> taken_;  // of the other one
};

}  // namespace shadowdiff::pipeline
