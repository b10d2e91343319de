// SPDX-License-Identifier: Apache-2.0
// How long the legs took, gathered route by route. Of the first answers alone: those that were
// asked for again say more of caches than of the service.
#pragma once

#include "base/text_hash.hpp"
#include "base/time.hpp"
#include "http/exchange.hpp"
#include "store/latency_rows.hpp"

#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <unordered_map>

namespace shadowdiff::pipeline {

struct LatencyCollectOptions {
    Duration warm_up{};  // from the first request on: left out
    /// A request was due to all legs at one moment. Without a pace it was due at none: the legs go
    /// through a file each as fast as it can, and a time counts from when it was sent.
    bool are_due_together = true;
    std::size_t routes_max = 10'000;        // further ones are not timed
    std::size_t pairs_total_max = 4 << 20;  // 64 MiB; routes beyond have sketches only
};

class Latencies {
public:
    explicit Latencies(LatencyCollectOptions options = {}) : options_{options} {}

    void add(const http::Exchange& exchange, const std::string& route);
    /// The rows of all routes that changed since the last call, by route: each whole, not what was
    /// added.
    store::LatencyRows take();

private:
    struct Route {
        template <class Of>
        using ByOrigin = std::array<Of, std::size(http::all_origins)>;

        std::array<ByOrigin<Sketch>, std::size(http::all_legs)> legs;
        ByOrigin<judge::TimingPairs> timings;  // by that of legacy's answer
        bool has_changed = false;              // since they were taken
    };

    bool is_warming_up(Timestamp seen_at);
    static void add_rows(store::LatencyRows& rows, const std::string& name, const Route& route);

    LatencyCollectOptions options_;
    std::optional<Timestamp> first_seen_at_;
    std::unordered_map<std::string, Route, TextHash> routes_;
    std::size_t pairs_total_ = 0;
};

}  // namespace shadowdiff::pipeline
