// SPDX-License-Identifier: Apache-2.0
// Judged exchanges on their way back to the thread that made them: memory that another thread gives
// back costs both of them more than a look at it.
#pragma once

#include "http/exchange.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace shadowdiff::pipeline {

class SpentExchanges {
public:
    /// By the thread that has judged it.
    void put(std::unique_ptr<http::Exchange> exchange, std::size_t bytes) {
        if (bytes > bytes_max) return;
        gathered_.push_back(std::move(exchange));
        if (gathered_.size() < company) return;
        {
            const std::lock_guard lock{mutex_};
            waiting_.swap(gathered_);
            has_some_.store(true, std::memory_order_relaxed);
        }
        gathered_.clear();  // those for which nobody came
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
    using Exchanges = std::vector<std::unique_ptr<http::Exchange>>;

    static constexpr std::size_t company = 64;
    static constexpr std::size_t bytes_max = 16 << 10;  // so that what is here is 2 MB at most

    Exchanges gathered_;  // of the thread that judges
    std::mutex mutex_;
    Exchanges waiting_;
    std::atomic<bool> has_some_ = false;
    Exchanges taken_;  // of the other one
};

}  // namespace shadowdiff::pipeline
