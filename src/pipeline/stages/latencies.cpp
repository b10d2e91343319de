// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/latencies.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

// When the legs' turn came: the earliest of those that we asked ourselves.
std::optional<Timestamp> asked_at(const http::Exchange& exchange) {
    std::optional<Timestamp> earliest;
    for (const auto leg : http::all_legs) {
        const auto* answer = find_answer(exchange, leg);
        if (!answer || answer->origin != http::Origin::sent) continue;
        earliest = std::min(earliest.value_or(Timestamp::max()), answer->timing.request_at);
    }
    return earliest;
}

// A leg that still owed an answer on the same connection has kept its request waiting: that time
// counts, or a slow leg would be measured less often the slower it is (coordinated omission).
std::optional<std::uint32_t> time_of(const http::Answer* answer,
                                     const std::optional<Timestamp>& asked_at) {
    if (!answer || answer->failure() || !answer->timing.last_byte) return std::nullopt;
    const bool has_waited = answer->origin == http::Origin::sent && asked_at;
    const auto waited = has_waited ? answer->timing.request_at - *asked_at : Duration{};
    const auto us =
        std::chrono::duration_cast<std::chrono::microseconds>(waited + *answer->timing.last_byte)
            .count();
    return static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(us, 0, std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace

void Latencies::add(const http::Exchange& exchange, const std::string& name) {
    if (is_warming_up(exchange.seen_at)) return;
    auto found = routes_.find(name);
    if (found == routes_.end()) {
        if (routes_.size() >= options_.routes_max) return;
        found = routes_.try_emplace(name).first;
    }
    auto& route = found->second;
    const auto asked = asked_at(exchange);
    for (const auto leg : http::all_legs) {
        const auto* answer = find_answer(exchange, leg);
        const auto time = time_of(answer, asked);
        if (time) route.legs[{leg, answer->origin}].add(static_cast<double>(*time));
    }
    add_pair(route, exchange);
    route.has_changed = true;
}

bool Latencies::is_warming_up(Timestamp seen_at) {
    // The first that is judged need not be the first that was seen.
    first_seen_at_ = std::min(first_seen_at_.value_or(seen_at), seen_at);
    return seen_at < *first_seen_at_ + options_.warm_up;
}

void Latencies::add_pair(Route& route, const http::Exchange& exchange) {
    const auto* legacy = find_answer(exchange, http::Leg::legacy);
    const auto asked = asked_at(exchange);
    const auto legacy_us = time_of(legacy, asked);
    const auto candidate_us = time_of(find_answer(exchange, http::Leg::candidate), asked);
    if (!legacy_us || !candidate_us || pairs_total_ >= options_.pairs_total_max) return;
    auto& pairs = route.timings[legacy->origin];
    const auto before = pairs.kept();
    pairs.add({exchange.id.low, *legacy_us, *candidate_us});
    pairs_total_ += pairs.kept() - before;
}

store::LatencyRows Latencies::take() {
    store::LatencyRows rows;
    for (auto& [changed, route] : routes_) {
        if (!std::exchange(route.has_changed, false)) continue;
        for (const auto& [key, sketch] : route.legs) {
            rows.legs.push_back(
                {changed, std::string{name(key.first)}, std::string{name(key.second)}, sketch});
        }
        for (const auto& [origin, pairs] : route.timings) {
            rows.timings.push_back({changed, std::string{name(origin)}, pairs});
        }
    }
    return rows;
}

}  // namespace shadowdiff::pipeline
