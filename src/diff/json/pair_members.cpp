// SPDX-License-Identifier: Apache-2.0
#include "diff/json/pair_members.hpp"

#include <algorithm>
#include <bitset>
#include <forward_list>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

namespace shadowdiff::diff {

namespace {

using Position = std::uint32_t;
using MemberPositions = std::span<const Position>;  // of the members of one name, ascending

/// One side's names, decoded.
class Names {
public:
    Names(const json::Document& document, const MemberNames& nodes) {
        list_.reserve(nodes.size());
        for (const auto index : nodes) {
            const auto& node = document.nodes()[index];
            list_.push_back(node.has_escapes ? decoded_.emplace_front(document.string_value(node))
                                             : document.raw(node));
        }
    }

    std::string_view operator[](Position position) const { return list_[position]; }

    std::vector<Position> sorted() const {
        std::vector<Position> positions(list_.size());
        std::iota(positions.begin(), positions.end(), Position{0});
        std::ranges::sort(positions, [&](Position one, Position other) {
            return std::tie(list_[one], one) < std::tie(list_[other], other);
        });
        return positions;
    }

private:
    std::vector<std::string_view> list_;
    std::forward_list<std::string> decoded_;  // of names written with escapes
};

/// The positions at the head of `sorted` whose members have that name; takes them off.
MemberPositions take_name(MemberPositions& sorted, const Names& names, std::string_view name) {
    const auto end =
        std::ranges::find_if(sorted, [&](Position position) { return names[position] != name; });
    const auto taken = sorted.first(static_cast<std::size_t>(end - sorted.begin()));
    sorted = sorted.subspan(taken.size());
    return taken;
}

void pair_name(MemberPositions legacy, MemberPositions candidate, std::vector<MemberPair>& pairs) {
    if (legacy.size() == candidate.size()) {
        for (std::size_t i = 0; i < legacy.size(); ++i) pairs.push_back({legacy[i], candidate[i]});
        return;
    }
    if (legacy.size() > candidate.size()) {
        pairs.push_back({legacy.front(), std::nullopt, legacy.size() > 1});
    } else {
        pairs.push_back({std::nullopt, candidate.front(), candidate.size() > 1});
    }
    if (!legacy.empty() && !candidate.empty()) pairs.push_back({legacy.back(), candidate.back()});
}

/// In any case, and in time n log n.
void pair_sorted(const Names& legacy, const Names& candidate, std::vector<MemberPair>& pairs) {
    const auto legacy_sorted = legacy.sorted();
    const auto candidate_sorted = candidate.sorted();
    MemberPositions in_legacy{legacy_sorted};
    MemberPositions in_candidate{candidate_sorted};
    while (!in_legacy.empty() || !in_candidate.empty()) {
        const bool from_legacy =
            in_candidate.empty() ||
            (!in_legacy.empty() && legacy[in_legacy.front()] <= candidate[in_candidate.front()]);
        const auto name = from_legacy ? legacy[in_legacy.front()] : candidate[in_candidate.front()];
        const auto of_legacy = take_name(in_legacy, legacy, name);
        pair_name(of_legacy, take_name(in_candidate, candidate, name), pairs);
    }
    std::ranges::sort(pairs, {}, [](const MemberPair& pair) {
        return std::tuple{!pair.legacy.has_value(), pair.legacy.value_or(0),
                          pair.candidate.value_or(0)};
    });
}

/// What it costs to hold every name against every other is less than sorting them.
constexpr std::size_t compared_members_max = 16;

/// The usual case: as many members on both sides, of the same names. False when it is another.
bool pair_few(const json::Document& legacy, const MemberNames& legacy_names,
              const json::Document& candidate, const MemberNames& candidate_names,
              std::vector<MemberPair>& pairs) {
    const auto count = legacy_names.size();
    if (count != candidate_names.size() || count > compared_members_max) return false;
    std::bitset<compared_members_max> is_paired;
    for (Position i = 0; i < count; ++i) {
        const auto& name = legacy.nodes()[legacy_names[i]];
        Position j = 0;
        // The first one that is free: so the occurrences of one name are paired in their order.
        while (j < count &&
               (is_paired[j] ||
                !legacy.same_string(name, candidate, candidate.nodes()[candidate_names[j]]))) {
            ++j;
        }
        if (j == count) return false;
        is_paired.set(j);
        pairs.push_back({i, j});
    }
    return true;
}

}  // namespace

void list_members(const json::Document& document, std::uint32_t object, MemberNames& names) {
    const auto& nodes = document.nodes();
    names.clear();
    for (auto key = object + 1; key < nodes[object].next; key = nodes[key + 1].next) {
        names.push_back(key);
    }
}

void pair_members(const json::Document& legacy, const MemberNames& legacy_names,
                  const json::Document& candidate, const MemberNames& candidate_names,
                  std::vector<MemberPair>& pairs) {
    pairs.clear();
    if (pair_few(legacy, legacy_names, candidate, candidate_names, pairs)) return;
    pairs.clear();
    pair_sorted(Names{legacy, legacy_names}, Names{candidate, candidate_names}, pairs);
}

}  // namespace shadowdiff::diff
