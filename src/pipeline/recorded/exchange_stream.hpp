// SPDX-License-Identifier: Apache-2.0
// Whole exchanges that another thread reads, in the order in which it finds them.
#pragma once

#include "pipeline/recorded/recorded_exchange.hpp"
#include "pipeline/stages/queue.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <thread>
#include <vector>

namespace shadowdiff::pipeline {

class ExchangeStream {
public:
    using Give = std::function<void(RecordedExchange&&)>;
    /// Gives all that there is; after stop() what it gives is discarded.
    using Read = std::function<void(const Give& give)>;

    /// Without their requests, the outlines and the answers are left.
    explicit ExchangeStream(Read read, bool keeps_requests = true);
    ~ExchangeStream();
    ExchangeStream(const ExchangeStream&) = delete;
    ExchangeStream& operator=(const ExchangeStream&) = delete;

    /// Nothing at the end, or when nothing comes and `is_over` says so.
    std::optional<RecordedExchange> next(const std::function<bool()>& is_over);
    /// The reading thread waits for room no more.
    void stop() { queue_.close(); }

private:
    using Batch = std::vector<RecordedExchange>;

    void gather(RecordedExchange&& recorded);
    void hand_over();

    bool keeps_requests_;
    Queue<Batch> queue_;
    Batch gathered_;  // on the reading thread
    std::size_t gathered_bytes_ = 0;
    Batch taken_;
    std::size_t taken_next_ = 0;
    std::jthread thread_;
};

}  // namespace shadowdiff::pipeline
