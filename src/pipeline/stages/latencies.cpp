// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/latencies.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <limits>
#include <utility>
#include <vector>

namespace shadowdiff::pipeline {
namespace {

using FirstAnswers = std::array<const http::Answer*, std::size(http::all_legs)>;

// By leg; null where there is none.
FirstAnswers first_answers(const http::Exchange& exchange) {
    FirstAnswers first{};
    for (const auto& answer : exchange.answers) {
        auto& known = first[std::to_underlying(answer.leg)];
        if (answer.attempt == 0 && !known) known = &answer;
    }
    return first;
}

// What a budget or a breaker shed was never sent, and has no time at which it was.
bool was_sent(const http::Answer& answer) {
    const auto* failure = answer.failure();
    return answer.origin == http::Origin::sent && answer.timing.request_at != Timestamp{} &&
           (!failure || failure->shed == http::Shed::none);
}

// When the legs' turn came: the earliest of those that we asked ourselves.
std::optional<Timestamp> asked_at(const FirstAnswers& first) {
    std::optional<Timestamp> earliest;
    for (const auto* answer : first) {
        if (!answer || !was_sent(*answer)) continue;
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
    route.has_changed = true;
    const auto first = first_answers(exchange);
    const auto asked = options_.are_due_together ? asked_at(first) : std::nullopt;
    std::array<std::optional<std::uint32_t>, first.size()> times;
    for (const auto leg : http::all_legs) {
        const auto at = std::to_underlying(leg);
        times[at] = time_of(first[at], asked);
        if (!times[at]) continue;
        route.legs[at][std::to_underlying(first[at]->origin)].add(static_cast<double>(*times[at]));
    }
    const auto legacy = std::to_underlying(http::Leg::legacy);
    const auto candidate = std::to_underlying(http::Leg::candidate);
    if (!times[legacy] || !times[candidate] || pairs_total_ >= options_.pairs_total_max) return;
    auto& pairs = route.timings[std::to_underlying(first[legacy]->origin)];
    const auto before = pairs.kept();
    pairs.add({exchange.id.low, *times[legacy], *times[candidate]});
    pairs_total_ += pairs.kept() - before;
}

bool Latencies::is_warming_up(Timestamp seen_at) {
    // The first that is judged need not be the first that was seen.
    first_seen_at_ = std::min(first_seen_at_.value_or(seen_at), seen_at);
    return seen_at < *first_seen_at_ + options_.warm_up;
}

store::LatencyRows Latencies::take() {
    std::vector<std::pair<const std::string, Route>*> changed;
    for (auto& known : routes_) {
        if (std::exchange(known.second.has_changed, false)) changed.push_back(&known);
    }
    std::ranges::sort(changed, {}, [](const auto* one) -> const auto& { return one->first; });
    store::LatencyRows rows;
    for (const auto* one : changed) add_rows(rows, one->first, one->second);
    return rows;
}

void Latencies::add_rows(store::LatencyRows& rows, const std::string& name, const Route& route) {
    for (const auto leg : http::all_legs) {
        for (const auto origin : http::all_origins) {
            const auto& sketch = route.legs[std::to_underlying(leg)][std::to_underlying(origin)];
            if (sketch.count() == 0) continue;
            rows.legs.push_back(
                {name, std::string{http::name(leg)}, std::string{http::name(origin)}, sketch});
        }
    }
    for (const auto origin : http::all_origins) {
        const auto& pairs = route.timings[std::to_underlying(origin)];
        if (pairs.seen() == 0) continue;
        rows.timings.push_back({name, std::string{http::name(origin)}, pairs});
    }
}

}  // namespace shadowdiff::pipeline
