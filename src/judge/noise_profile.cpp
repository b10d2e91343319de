// SPDX-License-Identifier: Apache-2.0
#include "judge/noise_profile.hpp"

#include "diff/census.hpp"
#include "judge/noise_explains.hpp"

#include <algorithm>

namespace shadowdiff::judge {
namespace {

constexpr std::uint32_t reproduced_enough = 5;

// A place that agrees with itself in one pair of twenty is found out with a chance of four in five.
constexpr std::uint64_t always_pairs_min = 30;
// Tuples and texts of a few lines have their places; a list of more things wavers as a whole.
constexpr std::size_t elements_max = 16;
constexpr std::size_t followed_keys_max =
    1'000;  // of one route: each exchange looks at all of them

}  // namespace

NoiseKey key_of(const diff::Difference& difference) {
    return {difference.pattern, difference.kind};
}

bool is_of_element(const diff::Difference& difference) {
    return difference.kind == diff::Kind::changed && difference.path != difference.pattern;
}

bool NoiseProfile::has_room_for(std::string_view text) {
    const bool has_room =
        learnt_ < limits_.noise_keys_max && text.size() <= limits_.noise_key_bytes_max;
    if (has_room) {
        ++learnt_;
    } else {
        ++not_learnt_;
    }
    return has_room;
}

NoiseProfile::Route* NoiseProfile::learn_route(std::string_view route) {
    const auto known = routes_.find(route);
    if (known != routes_.end()) return &known->second;
    if (!has_room_for(route)) return nullptr;
    return &routes_[std::string{route}];
}

NoiseProfile::Counts* NoiseProfile::learn(std::string_view route, const NoiseKey& key) {
    auto* profile = learn_route(route);
    if (!profile) return nullptr;
    const auto known = profile->keys.find(key);
    if (known != profile->keys.end()) return &known->second;
    if (!has_room_for(key.pattern)) return nullptr;
    auto& counts = profile->keys[key];
    counts.census_key = diff::census_key(key.pattern);
    return &counts;
}

void NoiseProfile::add_pairs(std::string_view route, std::uint64_t pairs,
                             const std::vector<std::uint64_t>& present) {
    if (pairs == 0) return;
    auto* profile = learn_route(route);
    if (!profile) return;
    profile->pairs += pairs;
    if (profile->keys.size() > followed_keys_max) return;
    for (auto& [key, counts] : profile->keys) {
        const bool is_there =
            present.empty() || std::ranges::binary_search(present, counts.census_key);
        if (is_there) counts.pairs += pairs;
    }
}

void NoiseProfile::add_noise(std::string_view route, const NoiseKey& key, std::uint64_t differed) {
    if (auto* counts = learn(route, key)) {
        counts->differed += differed;
        counts->reproduced = 0;
    }
}

void NoiseProfile::add_element(std::string_view route, const Place& place) {
    auto* counts = learn(route, place.key);
    if (!counts || counts->has_more_elements || counts->elements.contains(place.path)) return;
    const bool is_kept = counts->elements.size() < elements_max &&
                         learnt_ < limits_.noise_keys_max &&
                         place.path.size() <= limits_.noise_key_bytes_max;
    counts->has_more_elements = !is_kept;
    if (!is_kept) return;
    ++learnt_;
    counts->elements.insert(place.path);
}

void NoiseProfile::add_reproduced(std::string_view route, const NoiseKey& key) {
    auto* counts = learn(route, key);
    if (counts && counts->reproduced < reproduced_enough) ++counts->reproduced;
}

bool NoiseProfile::is_volatile(std::string_view route, const NoiseKey& key) const {
    const auto known = path(route, key);
    return judge::is_volatile({known.differed, known.compared});
}

bool NoiseProfile::wavers(std::string_view route, const NoiseKey& key) const {
    const auto* counts = counts_of(route, key);
    return counts && counts->differed > 0;
}

bool NoiseProfile::is_always_volatile(std::string_view route,
                                      const diff::Difference& difference) const {
    const auto* counts = counts_of(route, key_of(difference));
    if (!counts || counts->pairs < always_pairs_min || counts->differed < counts->pairs) {
        return false;
    }
    return !is_of_element(difference) || counts->has_more_elements ||
           counts->elements.contains(difference.path);
}

bool NoiseProfile::is_reproducible(std::string_view route, const NoiseKey& key) const {
    const auto* counts = counts_of(route, key);
    return counts && counts->reproduced >= reproduced_enough;
}

const NoiseProfile::Counts* NoiseProfile::counts_of(std::string_view route,
                                                    const NoiseKey& key) const {
    const auto profile = routes_.find(route);
    if (profile == routes_.end()) return nullptr;
    const auto counts = profile->second.keys.find(key);
    return counts == profile->second.keys.end() ? nullptr : &counts->second;
}

NoisePath NoiseProfile::path(std::string_view route, const NoiseKey& key) const {
    NoisePath result{.route = std::string{route}, .pattern = key.pattern, .kind = key.kind};
    const auto profile = routes_.find(route);
    if (profile == routes_.end()) return result;
    result.compared = profile->second.pairs;
    const auto counts = profile->second.keys.find(key);
    if (counts != profile->second.keys.end()) result.differed = counts->second.differed;
    return result;
}

std::vector<NoisePath> NoiseProfile::paths() const {
    std::vector<NoisePath> result;
    for (const auto& [route, profile] : routes_) {
        for (const auto& [key, counts] : profile.keys) {
            if (counts.differed == 0) continue;
            result.push_back({.route = route,
                              .pattern = key.pattern,
                              .kind = key.kind,
                              .compared = profile.pairs,
                              .differed = counts.differed});
        }
    }
    return result;
}

}  // namespace shadowdiff::judge
