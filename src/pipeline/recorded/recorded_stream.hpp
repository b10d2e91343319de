// SPDX-License-Identifier: Apache-2.0
// What another thread reads of recorded traffic, in the order in which it finds it.
#pragma once

#include "base/start_thread.hpp"
#include "pipeline/stages/queue.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace shadowdiff::pipeline {

/// Of RecordedExchange or RecordedAnswer.
template <class Recorded>
class RecordedStream {
public:
    using Give = std::function<void(Recorded&&)>;
    /// Gives all that there is; after stop() what it gives is discarded.
    using Read = std::function<void(const Give& give)>;

    explicit RecordedStream(Read read)
        : queue_{batches_max}, thread_{start_thread([this, read = std::move(read)] {
              read([this](Recorded&& recorded) { gather(std::move(recorded)); });
              hand_over();
              queue_.close();
          })} {}
    ~RecordedStream() { stop(); }
    RecordedStream(const RecordedStream&) = delete;
    RecordedStream& operator=(const RecordedStream&) = delete;

    /// Valid until the next call. Null at the end, or when nothing comes and `is_over` says so.
    /// What is not moved from it goes back to the reading thread, whose memory it is.
    Recorded* next(const std::function<bool()>& is_over) {
        while (taken_next_ == taken_.size()) {
            auto batch = queue_.pop_within(over_poll);
            if (batch) {
                give_back(std::exchange(taken_, *std::move(batch)));
                taken_next_ = 0;
            } else if (queue_.is_finished() || is_over()) {
                return nullptr;
            }
        }
        return &taken_[taken_next_++];
    }

    /// The reading thread waits for room no more.
    void stop() { queue_.close(); }

private:
    using Batch = std::vector<Recorded>;

    // Batches, so that a lock and a wake-up are not the price of each; and few of them, because
    // each may hold a megabyte and one long body: besides those in the queue one is gathered, one
    // is taken, and one is on its way back.
    static constexpr std::size_t batches_max = 2;
    static constexpr std::size_t batch_items = 256;
    static constexpr std::size_t batch_bytes = 1 << 20;
    static constexpr std::chrono::milliseconds over_poll{50};

    void gather(Recorded&& recorded) {
        if (gathered_.empty()) gathered_.reserve(batch_items);
        gathered_bytes_ += note_footprint(gathered_.emplace_back(std::move(recorded)));
        if (gathered_.size() >= batch_items || gathered_bytes_ >= batch_bytes) hand_over();
    }

    void hand_over() {
        if (gathered_.empty()) return;
        queue_.push(std::exchange(gathered_, empty_batch()));
        gathered_bytes_ = 0;
    }

    // One that nobody came for ends outside the lock.
    void give_back(Batch batch) {
        const std::lock_guard lock{spent_mutex_};
        spent_.swap(batch);
    }

    // Memory that another thread gives back costs both of them.
    Batch empty_batch() {
        Batch batch;
        {
            const std::lock_guard lock{spent_mutex_};
            batch.swap(spent_);
        }
        batch.clear();
        return batch;
    }

    Queue<Batch> queue_;
    Batch gathered_;  // on the reading thread
    std::size_t gathered_bytes_ = 0;
    std::mutex spent_mutex_;
    Batch spent_;  // taken, and moved from where that was wanted
    Batch taken_;
    std::size_t taken_next_ = 0;
    std::jthread thread_;
};

}  // namespace shadowdiff::pipeline
