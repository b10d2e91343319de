// SPDX-License-Identifier: Apache-2.0
#include "pipeline/latencies.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>

namespace shadowdiff::pipeline {
namespace {

std::optional<std::uint32_t> time_of(const http::Answer* answer) {
    if (!answer || answer->failure() || !answer->timing.last_byte) return std::nullopt;
    const auto us =
        std::chrono::duration_cast<std::chrono::microseconds>(*answer->timing.last_byte).count();
    return static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(us, 0, std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace

void Latencies::add(const http::Exchange& exchange, const std::string& name) {
    if (is_warming_up(exchange.seen_at)) return;
    if (routes_.size() >= options_.routes_max && !routes_.contains(name)) return;
    auto& route = routes_[name];
    for (const auto leg : http::all_legs) {
        const auto* answer = find_answer(exchange, leg);
        const auto time = time_of(answer);
        if (time) route.legs[{leg, answer->origin}].add(static_cast<double>(*time));
    }
    add_pair(route, exchange);
    changed_.insert(name);
}

bool Latencies::is_warming_up(Timestamp seen_at) {
    if (!first_seen_at_) first_seen_at_ = seen_at;
    return seen_at < *first_seen_at_ + options_.warm_up;
}

void Latencies::add_pair(Route& route, const http::Exchange& exchange) {
    const auto* legacy = find_answer(exchange, http::Leg::legacy);
    const auto legacy_us = time_of(legacy);
    const auto candidate_us = time_of(find_answer(exchange, http::Leg::candidate));
    if (!legacy_us || !candidate_us || pairs_total_ >= options_.pairs_total_max) return;
    auto& pairs = route.timings[legacy->origin];
    const auto before = pairs.kept();
    pairs.add({exchange.id.low, *legacy_us, *candidate_us});
    pairs_total_ += pairs.kept() - before;
}

store::LatencyRows Latencies::take() {
    store::LatencyRows rows;
    for (const auto& changed : changed_) {
        const auto& route = routes_.at(changed);
        for (const auto& [key, sketch] : route.legs) {
            rows.legs.push_back(
                {changed, std::string{name(key.first)}, std::string{name(key.second)}, sketch});
        }
        for (const auto& [origin, pairs] : route.timings) {
            rows.timings.push_back({changed, std::string{name(origin)}, pairs});
        }
    }
    changed_.clear();
    return rows;
}

}  // namespace shadowdiff::pipeline
