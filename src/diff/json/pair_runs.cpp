// SPDX-License-Identifier: Apache-2.0
#include "diff/json/pair_runs.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace shadowdiff::diff {

namespace {

using Run = std::span<const std::size_t>;

// Every element of one run is held against every one of the other up to this length, so that the
// cost stays linear in the arrays; longer runs are paired as they stand.
constexpr std::size_t compared_run_max = 32;

/// What is compared of an element, cheaply: its type, and an object's members.
struct Traits {
    json::Type type = json::Type::null;
    std::vector<std::uint64_t> names;    // sorted
    std::vector<std::uint64_t> members;  // name and value, sorted
};

Traits traits_of(const Elements& elements, std::size_t position) {
    const auto& nodes = elements.document.nodes();
    const auto element = elements.nodes[position];
    Traits traits;
    traits.type = nodes[element].type;
    if (traits.type != json::Type::object) return traits;
    for (auto key = element + 1; key < nodes[element].next; key = nodes[key + 1].next) {
        const auto name = elements.hashes[key];
        traits.names.push_back(name);
        traits.members.push_back(name * 31 + elements.hashes[key + 1]);
    }
    std::ranges::sort(traits.names);
    std::ranges::sort(traits.members);
    return traits;
}

std::vector<Traits> traits_of(const Elements& elements, Run run) {
    std::vector<Traits> traits;
    traits.reserve(run.size());
    for (const auto position : run) traits.push_back(traits_of(elements, position));
    return traits;
}

std::size_t common(const std::vector<std::uint64_t>& one, const std::vector<std::uint64_t>& other) {
    std::size_t count = 0;
    auto at = other.begin();
    for (const auto hash : one) {
        at = std::lower_bound(at, other.end(), hash);
        if (at == other.end()) break;
        if (*at == hash) {
            ++count;
            ++at;
        }
    }
    return count;
}

/// 0: not to be paired. A changed type is told in one difference, so it is better than no pair.
std::size_t likeness(const Traits& one, const Traits& other) {
    if (one.type != other.type) return 1;
    if (one.type != json::Type::object) return 2;
    const bool both_empty = one.names.empty() && other.names.empty();
    if (!both_empty && common(one.names, other.names) == 0) return 0;
    return 2 + 2 * common(one.members, other.members);
}

/// The greatest sum of likeness that pairs in order can reach, for every two tails of the runs.
class Likenesses {
public:
    Likenesses(const std::vector<Traits>& legacy, const std::vector<Traits>& candidate)
        : width_{candidate.size() + 1},
          single_((legacy.size() + 1) * width_),
          best_(single_.size()) {
        for (auto i = legacy.size(); i-- > 0;) {
            for (auto j = candidate.size(); j-- > 0;) {
                single_[at(i, j)] = likeness(legacy[i], candidate[j]);
                best_[at(i, j)] = std::max({best_[at(i + 1, j)], best_[at(i, j + 1)],
                                            single_[at(i, j)] + best_[at(i + 1, j + 1)]});
            }
        }
    }

    bool pairs_best(std::size_t i, std::size_t j) const {
        return single_[at(i, j)] > 0 &&
               best_[at(i, j)] == single_[at(i, j)] + best_[at(i + 1, j + 1)];
    }
    bool skips_legacy_best(std::size_t i, std::size_t j) const {
        return best_[at(i, j)] == best_[at(i + 1, j)];
    }

private:
    std::size_t at(std::size_t i, std::size_t j) const { return i * width_ + j; }

    std::size_t width_;
    std::vector<std::size_t> single_;
    std::vector<std::size_t> best_;
};

void pair_short_runs(const std::vector<Traits>& legacy_traits, Run legacy,
                     const std::vector<Traits>& candidate_traits, Run candidate,
                     std::vector<ElementPair>& pairs) {
    const Likenesses likenesses{legacy_traits, candidate_traits};
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < legacy.size() && j < candidate.size()) {
        if (likenesses.pairs_best(i, j)) {
            pairs.push_back({legacy[i++], candidate[j++]});
        } else if (likenesses.skips_legacy_best(i, j)) {
            pairs.push_back({legacy[i++], std::nullopt});
        } else {
            pairs.push_back({std::nullopt, candidate[j++]});
        }
    }
    for (; i < legacy.size(); ++i) pairs.push_back({legacy[i], std::nullopt});
    for (; j < candidate.size(); ++j) pairs.push_back({std::nullopt, candidate[j]});
}

void pair_long_runs(const Elements& legacy, Run legacy_run, const Elements& candidate,
                    Run candidate_run, std::vector<ElementPair>& pairs) {
    const auto both = std::min(legacy_run.size(), candidate_run.size());
    for (std::size_t i = 0; i < both; ++i) {
        const auto like =
            likeness(traits_of(legacy, legacy_run[i]), traits_of(candidate, candidate_run[i]));
        if (like > 0) {
            pairs.push_back({legacy_run[i], candidate_run[i]});
        } else {
            pairs.push_back({legacy_run[i], std::nullopt});
            pairs.push_back({std::nullopt, candidate_run[i]});
        }
    }
    for (const auto i : legacy_run.subspan(both)) pairs.push_back({i, std::nullopt});
    for (const auto j : candidate_run.subspan(both)) pairs.push_back({std::nullopt, j});
}

std::vector<std::string> sorted_names(const json::Document& document, std::uint32_t object) {
    std::vector<std::string> names;
    const auto& nodes = document.nodes();
    for (auto key = object + 1; key < nodes[object].next; key = nodes[key + 1].next) {
        names.push_back(document.string_value(nodes[key]));
    }
    std::ranges::sort(names);
    return names;
}

}  // namespace

bool can_be_paired(const json::Document& legacy, std::uint32_t in_legacy,
                   const json::Document& candidate, std::uint32_t in_candidate) {
    const auto& one = legacy.nodes()[in_legacy];
    const auto& other = candidate.nodes()[in_candidate];
    if (one.type != json::Type::object || other.type != json::Type::object) return true;
    const bool one_is_empty = legacy.is_empty_container(in_legacy);
    if (one_is_empty || candidate.is_empty_container(in_candidate)) {
        return one_is_empty && candidate.is_empty_container(in_candidate);
    }
    const auto& first = legacy.nodes()[in_legacy + 1];
    if (legacy.same_string(first, candidate, candidate.nodes()[in_candidate + 1])) return true;
    const auto names = sorted_names(legacy, in_legacy);
    const auto other_names = sorted_names(candidate, in_candidate);
    return std::ranges::any_of(other_names, [&](const std::string& name) {
        return std::ranges::binary_search(names, name);
    });
}

void pair_runs(const Elements& legacy, Run legacy_run, const Elements& candidate, Run candidate_run,
               std::vector<ElementPair>& pairs) {
    const bool is_short =
        legacy_run.size() <= compared_run_max && candidate_run.size() <= compared_run_max;
    if (is_short && !legacy_run.empty() && !candidate_run.empty()) {
        pair_short_runs(traits_of(legacy, legacy_run), legacy_run,
                        traits_of(candidate, candidate_run), candidate_run, pairs);
    } else {
        pair_long_runs(legacy, legacy_run, candidate, candidate_run, pairs);
    }
}

}  // namespace shadowdiff::diff
