// SPDX-License-Identifier: Apache-2.0
#include "judge/examples.hpp"

#include <algorithm>

namespace shadowdiff::judge {

std::optional<std::uint32_t> Sample::offer(std::uint64_t hash, std::size_t places_max) {
    if (places_.size() < places_max) {
        const auto place = static_cast<std::uint32_t>(places_.size());
        places_.emplace_back(hash, place);
        std::ranges::push_heap(places_);
        return place;
    }
    if (places_.empty() || hash >= places_.front().first) return std::nullopt;
    std::ranges::pop_heap(places_);
    places_.back().first = hash;
    const auto place = places_.back().second;
    std::ranges::push_heap(places_);
    return place;
}

std::vector<std::uint32_t> Examples::offer(const std::string& finding, const Offer& offer) {
    if (!knows(finding)) return {};
    const auto [known, is_new] = findings_.try_emplace(finding);
    auto& state = known->second;
    std::vector<std::uint32_t> slots;
    if (is_new) slots.push_back(slot::first);
    if (is_new || offer.bytes < state.smallest_bytes) {
        state.smallest_bytes = offer.bytes;
        slots.push_back(slot::smallest);
    }
    if (is_new || offer.seen_at >= state.newest_at + limits_.newest_every) {
        state.newest_at = offer.seen_at;
        slots.push_back(slot::newest);
    }
    if (const auto place = state.sample.offer(offer.id.low, limits_.samples_max)) {
        slots.push_back(slot::sample + *place);
    }
    return slots;
}

bool Examples::knows(const std::string& finding) const {
    return findings_.size() < limits_.findings_max || findings_.contains(finding);
}

std::optional<std::uint32_t> Examples::offer_match(const std::string& route, const Offer& offer) {
    if (matches_.size() >= limits_.match_routes_max && !matches_.contains(route)) {
        return std::nullopt;
    }
    return matches_[route].offer(offer.id.low, limits_.matches_max);
}

}  // namespace shadowdiff::judge
