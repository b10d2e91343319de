// SPDX-License-Identifier: Apache-2.0
// Exchanges that come in the order in which they were answered -> in the order of their requests,
// as far as a bounded window reaches.
#pragma once

#include "http/exchange.hpp"
#include "pipeline/stages/footprint.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace shadowdiff::pipeline {

class TimeOrder {
public:
    void put(http::Exchange exchange) {
        bytes_ += footprint(exchange);
        const auto at = exchange.seen_at;
        waiting_.push_back({at, number_++, std::make_unique<http::Exchange>(std::move(exchange))});
        std::ranges::push_heap(waiting_, is_later);
    }

    /// The window is at its bound: the oldest waits for nobody any more.
    bool is_full() const { return waiting_.size() >= exchanges_max || bytes_ >= bytes_max; }
    bool is_empty() const { return waiting_.empty(); }

    /// The request that came first; of those of one moment, the one that was put first.
    std::optional<http::Exchange> take() {
        if (waiting_.empty()) return std::nullopt;
        std::ranges::pop_heap(waiting_, is_later);
        auto oldest = std::move(*waiting_.back().exchange);
        waiting_.pop_back();
        bytes_ -= footprint(oldest);
        return oldest;
    }

private:
    static constexpr std::size_t exchanges_max = 16'384;
    static constexpr std::size_t bytes_max = 64 << 20;

    struct Waiting {
        Timestamp at;
        std::uint64_t number = 0;
        std::unique_ptr<http::Exchange> exchange;
    };

    static bool is_later(const Waiting& one, const Waiting& other) {
        return std::tie(one.at, one.number) > std::tie(other.at, other.number);
    }

    std::vector<Waiting> waiting_;
    std::uint64_t number_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace shadowdiff::pipeline
