// SPDX-License-Identifier: Apache-2.0
#include "judge/long_bodies.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::judge {
namespace {

bool is_proven(const diff::Difference& difference, const Evidence& evidence,
               const NoiseProfile& profile, std::string_view route) {
    switch (difference.basis) {
        case diff::Basis::values: return true;
        case diff::Basis::undecided: return false;
        case diff::Basis::digests: break;
    }
    const auto key = key_of(difference);
    if (profile.is_volatile(route, key)) return false;
    if (evidence.legacy.count() == 0) return profile.is_reproducible(route, key);
    return evidence.legacy.count_at(difference.path) == 0;
}

}  // namespace

std::optional<diff::Difference> take_unproven(std::vector<JudgedDifference>& differences,
                                              const Evidence& evidence, const NoiseProfile& profile,
                                              std::string_view route) {
    const auto found = std::ranges::find_if(differences, [&](const auto& judged) {
        return !is_proven(judged.difference, evidence, profile, route);
    });
    if (found == differences.end()) return std::nullopt;
    auto unproven = std::move(found->difference);
    differences.erase(found);
    return unproven;
}

std::string_view why_unproven(const diff::Difference& difference) {
    return difference.basis == diff::Basis::undecided
               ? "the bodies are longer than is kept, and not decoded: equal or not, nobody knows"
               : "the bodies are longer than is kept and differ, and legacy is not known to agree "
                 "with itself";
}

}  // namespace shadowdiff::judge
