// SPDX-License-Identifier: Apache-2.0
#include "bench/planted_bugs/diffy.hpp"

#include <algorithm>
#include <set>

namespace shadowdiff::planted {
namespace {

std::set<judge::NoiseKey> keys_of(const diff::Differences& differences) {
    std::set<judge::NoiseKey> keys;
    for (const auto& difference : differences.list) keys.insert(judge::key_of(difference));
    return keys;
}

}  // namespace

void Diffy::add(const diff::Differences* candidate, const diff::Differences& secondary) {
    if (!candidate) return;
    ++total_;
    if (candidate->list.empty() && secondary.list.empty()) return;
    for (const auto& key : keys_of(*candidate)) ++fields_[key].raw;
    for (const auto& key : keys_of(secondary)) ++fields_[key].noise;
}

bool Diffy::shows_any() const {
    constexpr double relative_min = 20;
    constexpr double absolute_min = 0.03;
    return std::ranges::any_of(fields_, [&](const auto& field) {
        const auto raw = static_cast<double>(field.second.raw);
        const auto noise = static_cast<double>(field.second.noise);
        return raw > noise && (raw - noise) / (raw + noise) * 100 > relative_min &&
               (raw - noise) / static_cast<double>(total_) * 100 > absolute_min;
    });
}

}  // namespace shadowdiff::planted
