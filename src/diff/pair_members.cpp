// SPDX-License-Identifier: Apache-2.0
#include "diff/pair_members.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>
#include <tuple>

namespace shadowdiff::diff {

namespace {

using Positions = std::span<const std::size_t>;  // of the members of one name, ascending

struct PlacedPair {
    std::size_t place = 0;  // in the list of pairs
    MemberPair pair;
};

class Pairer {
public:
    Pairer(const std::vector<Member>& legacy, const std::vector<Member>& candidate)
        : legacy_{legacy}, candidate_{candidate} {}

    std::vector<MemberPair> pairs();

private:
    void pair_name(Positions legacy, Positions candidate);
    void only_in_legacy(std::size_t position, bool is_duplicate);
    void only_in_candidate(std::size_t position, bool is_duplicate);
    void both(std::size_t legacy, std::size_t candidate);

    const std::vector<Member>& legacy_;
    const std::vector<Member>& candidate_;
    std::vector<PlacedPair> pairs_;
};

std::vector<std::size_t> sorted_by_name(const std::vector<Member>& members) {
    std::vector<std::size_t> positions(members.size());
    std::iota(positions.begin(), positions.end(), std::size_t{0});
    std::ranges::sort(positions, [&](std::size_t one, std::size_t other) {
        return std::tie(members[one].name, one) < std::tie(members[other].name, other);
    });
    return positions;
}

/// The positions at the head of `sorted` whose members have that name; takes them off.
Positions take_name(Positions& sorted, const std::vector<Member>& members, std::string_view name) {
    const auto end = std::ranges::find_if(
        sorted, [&](std::size_t position) { return members[position].name != name; });
    const auto taken = sorted.first(static_cast<std::size_t>(end - sorted.begin()));
    sorted = sorted.subspan(taken.size());
    return taken;
}

std::vector<MemberPair> Pairer::pairs() {
    const auto legacy_sorted = sorted_by_name(legacy_);
    const auto candidate_sorted = sorted_by_name(candidate_);
    Positions legacy{legacy_sorted};
    Positions candidate{candidate_sorted};
    while (!legacy.empty() || !candidate.empty()) {
        const bool from_legacy =
            candidate.empty() ||
            (!legacy.empty() && legacy_[legacy.front()].name <= candidate_[candidate.front()].name);
        const auto name =
            from_legacy ? legacy_[legacy.front()].name : candidate_[candidate.front()].name;
        const auto in_legacy = take_name(legacy, legacy_, name);
        pair_name(in_legacy, take_name(candidate, candidate_, name));
    }
    std::ranges::sort(pairs_, {}, &PlacedPair::place);  // no place is taken twice
    std::vector<MemberPair> result;
    result.reserve(pairs_.size());
    for (const auto& placed : pairs_) result.push_back(placed.pair);
    return result;
}

void Pairer::pair_name(Positions legacy, Positions candidate) {
    if (legacy.size() == candidate.size()) {
        for (std::size_t i = 0; i < legacy.size(); ++i) both(legacy[i], candidate[i]);
        return;
    }
    if (legacy.size() > candidate.size()) only_in_legacy(legacy.front(), legacy.size() > 1);
    if (candidate.size() > legacy.size()) {
        only_in_candidate(candidate.front(), candidate.size() > 1);
    }
    if (!legacy.empty() && !candidate.empty()) both(legacy.back(), candidate.back());
}

void Pairer::only_in_legacy(std::size_t position, bool is_duplicate) {
    const auto& member = legacy_[position];
    pairs_.push_back({position, {member.name, member.value, std::nullopt, is_duplicate}});
}

void Pairer::only_in_candidate(std::size_t position, bool is_duplicate) {
    const auto& member = candidate_[position];
    pairs_.push_back(
        {legacy_.size() + position, {member.name, std::nullopt, member.value, is_duplicate}});
}

void Pairer::both(std::size_t legacy, std::size_t candidate) {
    pairs_.push_back(
        {legacy, {legacy_[legacy].name, legacy_[legacy].value, candidate_[candidate].value}});
}

bool same_names_in_order(const std::vector<Member>& legacy, const std::vector<Member>& candidate) {
    return std::ranges::equal(legacy, candidate, {}, &Member::name, &Member::name);
}

}  // namespace

Members::Members(const json::Document& document, std::uint32_t object) {
    const auto& nodes = document.nodes();
    list_.reserve(nodes[object].children);
    for (auto key = object + 1; key < nodes[object].next; key = nodes[key + 1].next) {
        auto name = document.raw(nodes[key]);
        if (nodes[key].has_escapes) {
            name = decoded_.emplace_front(document.string_value(nodes[key]));
        }
        list_.push_back({name, key + 1});
    }
}

std::vector<MemberPair> pair_members(const Members& legacy, const Members& candidate) {
    if (!same_names_in_order(legacy.list(), candidate.list())) {
        return Pairer{legacy.list(), candidate.list()}.pairs();
    }
    std::vector<MemberPair> pairs;
    pairs.reserve(legacy.list().size());
    for (std::size_t i = 0; i < legacy.list().size(); ++i) {
        const auto& member = legacy.list()[i];
        pairs.push_back({member.name, member.value, candidate.list()[i].value});
    }
    return pairs;
}

}  // namespace shadowdiff::diff
