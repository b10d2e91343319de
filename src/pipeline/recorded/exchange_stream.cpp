// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded/exchange_stream.hpp"

#include "base/start_thread.hpp"

#include <chrono>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

// Batches, so that a lock and a wake-up are not the price of each; and few of them, because each
// may hold a megabyte and one long body.
constexpr std::size_t stream_batches_max = 2;
constexpr std::size_t batch_exchanges = 64;
constexpr std::size_t batch_bytes = 1 << 20;
constexpr std::chrono::milliseconds over_poll{50};

}  // namespace

ExchangeStream::ExchangeStream(Read read, bool keeps_requests)
    : keeps_requests_{keeps_requests},
      queue_{stream_batches_max},
      thread_{start_thread([this, read = std::move(read)] {
          read([this](RecordedExchange&& recorded) { gather(std::move(recorded)); });
          hand_over();
          queue_.close();
      })} {}

ExchangeStream::~ExchangeStream() { stop(); }

void ExchangeStream::gather(RecordedExchange&& recorded) {
    gathered_bytes_ += outline_of(recorded).bytes;
    if (!keeps_requests_) recorded.exchange.request = {};
    if (gathered_.empty()) gathered_.reserve(batch_exchanges);
    gathered_.push_back(std::move(recorded));
    if (gathered_.size() >= batch_exchanges || gathered_bytes_ >= batch_bytes) hand_over();
}

void ExchangeStream::hand_over() {
    if (gathered_.empty()) return;
    queue_.push(std::exchange(gathered_, {}));
    gathered_bytes_ = 0;
}

std::optional<RecordedExchange> ExchangeStream::next(const std::function<bool()>& is_over) {
    while (taken_next_ == taken_.size()) {
        auto batch = queue_.pop_within(over_poll);
        if (batch) {
            taken_ = *std::move(batch);
            taken_next_ = 0;
        } else if (queue_.is_finished() || is_over()) {
            return std::nullopt;
        }
    }
    return std::move(taken_[taken_next_++]);
}

}  // namespace shadowdiff::pipeline
