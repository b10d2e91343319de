// SPDX-License-Identifier: Apache-2.0
#include "judge/noise_profile.hpp"

namespace shadowdiff::judge {
namespace {

// One chance difference of legacy must not hide a path for good, nor must one in a hundred: there
// asking again decides, which costs a few requests.
constexpr std::uint64_t differed_min = 2;
constexpr std::uint64_t differed_share_min = 5;  // one in so many

constexpr std::uint32_t reproduced_enough = 5;

}  // namespace

NoiseKey key_of(const diff::Difference& difference) {
    return {difference.pattern, difference.kind};
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
    return &profile->keys[key];
}

void NoiseProfile::add_pairs(std::string_view route, std::uint64_t pairs) {
    if (pairs == 0) return;
    if (auto* profile = learn_route(route)) profile->pairs += pairs;
}

void NoiseProfile::add_noise(std::string_view route, const NoiseKey& key, std::uint64_t differed) {
    if (auto* counts = learn(route, key)) {
        counts->differed += differed;
        counts->reproduced = 0;
    }
}

void NoiseProfile::add_reproduced(std::string_view route, const NoiseKey& key) {
    auto* counts = learn(route, key);
    if (counts && counts->reproduced < reproduced_enough) ++counts->reproduced;
}

bool NoiseProfile::is_volatile(std::string_view route, const NoiseKey& key) const {
    const auto known = path(route, key);
    return known.differed >= differed_min && known.differed * differed_share_min >= known.compared;
}

bool NoiseProfile::is_reproducible(std::string_view route, const NoiseKey& key) const {
    const auto profile = routes_.find(route);
    if (profile == routes_.end()) return false;
    const auto counts = profile->second.keys.find(key);
    return counts != profile->second.keys.end() && counts->second.reproduced >= reproduced_enough;
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
