// SPDX-License-Identifier: Apache-2.0
#include "judge/odd_one_out.hpp"

#include "diff/census.hpp"
#include "judge/paired_test.hpp"

#include <algorithm>
#include <set>

namespace shadowdiff::judge {
namespace {

/// Of each key the places and values that differ.
using Told = std::map<NoiseKey, std::set<std::pair<std::string_view, std::string_view>>>;

Told told_by(const diff::Differences& differences) {
    Told told;
    for (const auto& difference : differences.list) {
        if (difference.severity == diff::Severity::none) continue;
        if (difference.basis != diff::Basis::values) continue;
        told[key_of(difference)].emplace(difference.path, difference.candidate);
    }
    return told;
}

}  // namespace

bool is_discovery(const OddOneOut& row) {
    constexpr double false_discovery_rate_max = 0.01;
    return row.q <= false_discovery_rate_max && row.only_candidate > row.only_legacy;
}

void weigh(std::vector<OddOneOut>& rows) {
    std::vector<double> p;
    for (auto& row : rows) {
        row.p = sign_test(row.only_candidate, row.only_legacy);
        p.push_back(row.p);
        const auto effect = paired_effect(row.only_candidate, row.only_legacy, row.present);
        row.effect = effect.share;
        row.effect_low = effect.low;
        row.effect_high = effect.high;
    }
    const auto adjusted = benjamini_hochberg(p);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].q = adjusted[i];
}

OddOneOutTable::Route* OddOneOutTable::route_of(std::string_view route) {
    const auto known = routes_.find(route);
    if (known != routes_.end()) return &known->second;
    if (held_ >= limits_.counted_max) return nullptr;
    ++held_;
    return &routes_[std::string{route}];
}

void OddOneOutTable::count_present(Route& route, std::uint64_t census_key) {
    const auto known = route.present.find(census_key);
    if (known != route.present.end()) {
        ++known->second;
    } else if (held_ < limits_.counted_max) {
        ++held_;
        route.present.emplace(census_key, 1);
    } else {
        ++not_counted_;
    }
}

void OddOneOutTable::add(std::string_view route_name, const diff::Differences& candidate,
                         const diff::Differences& legacy,
                         const std::vector<std::uint64_t>& present) {
    auto* route = route_of(route_name);
    if (!route) {
        ++not_counted_;
        return;
    }
    const auto by_candidate = told_by(candidate);
    const auto by_legacy = told_by(legacy);
    // What only an answer has that legacy's first has not is a place of this exchange too.
    std::set<std::uint64_t> added;
    for (const auto* told : {&by_candidate, &by_legacy}) {
        for (const auto& [key, values] : *told) {
            const auto place = diff::census_key(key.pattern);
            if (!std::ranges::binary_search(present, place)) added.insert(place);
        }
    }
    for (const auto place : present) count_present(*route, place);
    for (const auto place : added) count_present(*route, place);

    const auto counts_of = [&](const NoiseKey& key) -> Counts* {
        const auto known = route->keys.find(key);
        if (known != route->keys.end()) return &known->second;
        if (held_ >= limits_.counted_max || key.pattern.size() > limits_.pattern_bytes_max) {
            ++not_counted_;
            return nullptr;
        }
        ++held_;
        return &route->keys[key];
    };
    for (const auto& [key, values] : by_candidate) {
        auto* counts = counts_of(key);
        if (!counts) continue;
        const auto other = by_legacy.find(key);
        if (other == by_legacy.end()) {
            ++counts->only_candidate;
        } else {
            ++(other->second == values ? counts->moved : counts->all_differ);
        }
    }
    for (const auto& [key, values] : by_legacy) {
        if (by_candidate.contains(key)) continue;
        if (auto* counts = counts_of(key)) ++counts->only_legacy;
    }
}

double OddOneOutTable::p(std::string_view route, const NoiseKey& key) const {
    const auto found = routes_.find(route);
    if (found == routes_.end()) return 1;
    const auto counts = found->second.keys.find(key);
    if (counts == found->second.keys.end()) return 1;
    return sign_test(counts->second.only_candidate, counts->second.only_legacy);
}

std::vector<OddOneOut> OddOneOutTable::rows() const {
    std::vector<OddOneOut> rows;
    for (const auto& [name, route] : routes_) {
        for (const auto& [key, counts] : route.keys) {
            const auto present = route.present.find(diff::census_key(key.pattern));
            rows.push_back({.route = name,
                            .pattern = key.pattern,
                            .kind = key.kind,
                            .present = present == route.present.end() ? 0 : present->second,
                            .only_candidate = counts.only_candidate,
                            .only_legacy = counts.only_legacy,
                            .moved = counts.moved,
                            .all_differ = counts.all_differ});
        }
    }
    weigh(rows);
    return rows;
}

}  // namespace shadowdiff::judge
