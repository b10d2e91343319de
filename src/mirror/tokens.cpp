// SPDX-License-Identifier: Apache-2.0
#include "mirror/tokens.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::mirror {

Tokens::Minting& Tokens::minting_of(const http::ExchangeId& id) {
    const auto [at, is_new] = mintings_.try_emplace(id);
    if (!is_new) return at->second;
    mintings_by_age_.push_back(id);
    if (mintings_by_age_.size() > limits_.mintings_max) forget_oldest();
    return mintings_.at(id);
}

void Tokens::forget_oldest() {
    const auto oldest = mintings_by_age_.front();
    mintings_by_age_.pop_front();
    for (const auto& [rule_and_leg, value] : mintings_.at(oldest).values) {
        const auto place = minted_in_.find({rule_and_leg.first, value});
        if (place != minted_in_.end() && place->second == oldest) minted_in_.erase(place);
    }
    mintings_.erase(oldest);
}

bool Tokens::note(const http::ExchangeId& id, http::Leg leg, const http::Response& response) {
    if (rules_.empty()) return false;
    auto& minting = minting_of(id);
    bool has_minted = false;
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
        auto value = minted(rules_[rule].source, response);
        if (!value || value->empty() || value->size() > limits_.value_bytes_max) continue;
        has_minted = true;
        if (leg == http::Leg::legacy) minted_in_.insert_or_assign({rule, *value}, id);
        minting.values[{rule, leg}] = *std::move(value);
    }
    if (!has_minted) minting.without.push_back(leg);
    pair(minting);
    return has_minted;
}

void Tokens::note_failure(const http::ExchangeId& id, http::Leg leg) {
    if (!rules_.empty()) minting_of(id).without.push_back(leg);
}

void Tokens::pair(const Minting& minting) {
    for (const auto& [rule_and_leg, value] : minting.values) {
        const auto& [rule, leg] = rule_and_leg;
        if (leg == http::Leg::legacy) continue;
        const auto legacy = minting.values.find({rule, http::Leg::legacy});
        if (legacy != minting.values.end()) remember({rule, leg, legacy->second}, value);
    }
}

void Tokens::remember(Key key, const std::string& value) {
    const auto [at, is_new] = known_.insert_or_assign(key, value);
    if (!is_new) return;
    known_by_age_.push_back(std::move(key));
    if (known_by_age_.size() <= limits_.tokens_max) return;
    known_.erase(known_by_age_.front());
    known_by_age_.pop_front();
}

std::size_t Tokens::translate(http::Leg leg, http::Request& request) const {
    std::size_t places = 0;
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
        const TokenLookup lookup = [&](std::string_view value) -> const std::string* {
            const auto found = known_.find({rule, leg, std::string{value}});
            return found == known_.end() ? nullptr : &found->second;
        };
        for (const auto& target : rules_[rule].targets) {
            places += substitute(target, lookup, request);
        }
    }
    return places;
}

bool Tokens::is_awaited(http::Leg leg, const http::Request& request) const {
    if (minted_in_.empty()) return false;
    auto copy = request;
    bool is_awaited = false;
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
        const TokenLookup lookup = [&](std::string_view value) -> const std::string* {
            const auto place = minted_in_.find({rule, std::string{value}});
            if (place == minted_in_.end()) return nullptr;
            const auto& minting = mintings_.at(place->second);
            is_awaited = is_awaited || (!minting.values.contains({rule, leg}) &&
                                        std::ranges::count(minting.without, leg) == 0);
            return nullptr;
        };
        for (const auto& target : rules_[rule].targets) substitute(target, lookup, copy);
    }
    return is_awaited;
}

}  // namespace shadowdiff::mirror
