// SPDX-License-Identifier: Apache-2.0
#include "judge/renaming.hpp"

#include "base/ascii.hpp"
#include "normalise/id_parts.hpp"
#include "normalise/moment.hpp"
#include "normalise/shape.hpp"
#include "normalise/time_form.hpp"

#include <algorithm>

namespace shadowdiff::judge {
namespace {

bool is_time(std::string_view text) {
    return normalise::moment_of(text) || normalise::date_time_form(text) ||
           normalise::is_duration(text);
}

/// "id", "user_id", "orderId", "$.users[*].id": what the last member of a path is called.
bool names_an_id(std::string_view path) {
    const auto name = path.substr(path.find_last_of(".'") + 1);
    return name == "id" || name.ends_with("_id") || name.ends_with("Id") || name.ends_with("ID");
}

// Short numbers are alike by chance too often to stand for anything.
bool is_long_number(std::string_view text) {
    constexpr std::size_t digits_min = 5;
    return text.size() >= digits_min && std::ranges::all_of(text, ascii::is_digit);
}

bool is_id(std::string_view text, bool may_be_number) {
    return normalise::looks_minted(text) || (may_be_number && is_long_number(text));
}

}  // namespace

std::vector<IdPair> id_pairs(const diff::Difference& difference) {
    const RenamingLimits limits;
    const auto legacy = ascii::unquoted(difference.legacy);
    const auto candidate = ascii::unquoted(difference.candidate);
    if (difference.kind != diff::Kind::changed || is_time(legacy) || is_time(candidate)) return {};
    const auto ours = normalise::id_parts(legacy);
    const auto theirs = normalise::id_parts(candidate);
    if (ours.size() != theirs.size()) return {};
    const bool may_be_number = legacy.contains('/') || names_an_id(difference.path);
    std::vector<IdPair> pairs;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        if (ours[i] == theirs[i]) continue;
        if (!is_id(ours[i], may_be_number) || !is_id(theirs[i], may_be_number)) continue;
        if (std::max(ours[i].size(), theirs[i].size()) > limits.id_bytes_max) continue;
        pairs.push_back({std::string{ours[i]}, std::string{theirs[i]}});
    }
    return pairs;
}

bool Renaming::Half::agrees(const IdPair& pair) const {
    const auto candidate = to_candidate.find(pair.legacy);
    if (candidate != to_candidate.end()) return candidate->second == pair.candidate;
    return !to_legacy.contains(pair.candidate);
}

bool Renaming::Half::knows(const IdPair& pair) const {
    const auto candidate = to_candidate.find(pair.legacy);
    return candidate != to_candidate.end() && candidate->second == pair.candidate;
}

bool Renaming::knows(const IdPair& pair) const {
    return latest_.knows(pair) || before_.knows(pair);
}

bool Renaming::are_crossed(const IdPair& pair) const {
    const auto is_of_the_other = [&](const Half& half) {
        return half.to_candidate.contains(pair.candidate) || half.to_legacy.contains(pair.legacy);
    };
    return is_of_the_other(latest_) || is_of_the_other(before_);
}

bool Renaming::agrees(const IdPair& pair) const {
    return latest_.agrees(pair) && before_.agrees(pair);
}

void Renaming::learn(const IdPair& pair) {
    if (!agrees(pair)) return;
    if (latest_.to_candidate.size() >= limits_.ids_max) {
        before_ = std::move(latest_);
        latest_ = {};
    }
    latest_.to_candidate.emplace(pair.legacy, pair.candidate);
    latest_.to_legacy.emplace(pair.candidate, pair.legacy);
}

Renaming& Renamings::of(std::string_view session) {
    const auto known = sessions_.find(std::string{session});
    if (known != sessions_.end()) {
        by_use_.splice(by_use_.begin(), by_use_, known->second);
        return known->second->second;
    }
    if (sessions_.size() >= limits_.sessions_max) {
        sessions_.erase(by_use_.back().first);
        by_use_.pop_back();
    }
    by_use_.emplace_front(std::string{session}, Renaming{limits_});
    sessions_.emplace(std::string{session}, by_use_.begin());
    return by_use_.front().second;
}

}  // namespace shadowdiff::judge
