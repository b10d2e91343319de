// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/tokens.hpp"

#include "mirror/request/token_targets.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace shadowdiff::mirror {
namespace {

std::optional<std::string> minted_within(const TokenSource& source, const http::Response& response,
                                         std::size_t bytes_max) {
    auto value = minted(source, response);
    if (!value || value->empty() || value->size() > bytes_max) return std::nullopt;
    return value;
}

}  // namespace

Tokens::Minting& Tokens::minting_of(const http::ExchangeId& id) {
    const auto [at, is_new] = mintings_.try_emplace(id);
    if (!is_new) return at->second;
    at->second.number = begun_++;
    mintings_by_age_.push_back(id);
    if (mintings_by_age_.size() > limits_.mintings_max) forget_oldest();
    return mintings_.at(id);
}

void Tokens::forget_oldest() {
    const auto oldest = mintings_.find(mintings_by_age_.front());
    mintings_by_age_.pop_front();
    for (const auto& [rule, value] : oldest->second.given) {
        given_in_.erase({rule, value, oldest->second.number});
    }
    mintings_.erase(oldest);
}

void Tokens::begin(const http::ExchangeId& id, const std::vector<http::Leg>& legs) {
    if (rules_.empty() || mintings_.contains(id)) return;  // nobody waits for a second of its id
    minting_of(id).asked = legs;
}

void Tokens::give(const http::ExchangeId& id, Minting& minting, std::size_t rule,
                  std::string value) {
    if (const auto before = minting.given.find(rule); before != minting.given.end()) {
        given_in_.erase({rule, before->second, minting.number});
    }
    given_in_.insert_or_assign({rule, value, minting.number}, id);
    minting.given.insert_or_assign(rule, std::move(value));
}

void Tokens::note_given(const http::ExchangeId& id, const http::Response& response) {
    if (rules_.empty()) return;
    auto& minting = minting_of(id);
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
        auto value = minted_within(rules_[rule].source, response, limits_.value_bytes_max);
        if (value) give(id, minting, rule, *std::move(value));
    }
    pair(minting);
}

bool Tokens::note(const http::ExchangeId& id, http::Leg leg, const http::Response& response) {
    if (rules_.empty()) return false;
    auto& minting = minting_of(id);
    std::erase(minting.asked, leg);
    bool has_minted = false;
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
        auto value = minted_within(rules_[rule].source, response, limits_.value_bytes_max);
        if (!value) continue;
        has_minted = true;
        const bool stands_for_given = leg == http::Leg::legacy && !minting.given.contains(rule);
        if (stands_for_given) give(id, minting, rule, *value);
        minting.values[{rule, leg}] = *std::move(value);
    }
    pair(minting);
    return has_minted;
}

void Tokens::note_failure(const http::ExchangeId& id, http::Leg leg) {
    if (!rules_.empty()) std::erase(minting_of(id).asked, leg);
}

void Tokens::pair(const Minting& minting) {
    for (const auto& [rule_and_leg, value] : minting.values) {
        const auto& [rule, leg] = rule_and_leg;
        const auto given = minting.given.find(rule);
        const bool is_own =
            leg == http::Leg::legacy && given != minting.given.end() && given->second == value;
        if (given != minting.given.end() && !is_own) remember({rule, leg, given->second}, value);
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

Translation Tokens::translate(http::Leg leg, http::Request& request) const {
    Translation done;
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
        const TokenLookup lookup = [&](std::string_view value) -> const std::string* {
            const auto found = known_.find({rule, leg, std::string{value}});
            if (found == known_.end()) return nullptr;
            if (!is_id(rules_[rule])) done.secrets.push_back(found->second);
            return &found->second;
        };
        for (const auto& target : rules_[rule].targets) {
            done.places += substitute(target, lookup, request);
        }
    }
    return done;
}

// The newest that minted the value before that number.
bool Tokens::is_pending(std::size_t rule, std::string_view value, std::uint64_t before,
                        http::Leg leg) const {
    const auto behind = given_in_.lower_bound({rule, std::string{value}, before});
    if (behind == given_in_.begin()) return false;
    const auto& [place, id] = *std::prev(behind);
    if (std::get<0>(place) != rule || std::get<1>(place) != value) return false;
    return std::ranges::count(mintings_.at(id).asked, leg) > 0;
}

bool Tokens::is_awaited(const http::ExchangeId& id, http::Leg leg,
                        const http::Request& request) const {
    const auto own = mintings_.find(id);
    if (given_in_.empty() || own == mintings_.end()) return false;
    auto copy = request;
    bool is_awaited = false;
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
        const TokenLookup lookup = [&](std::string_view value) -> const std::string* {
            is_awaited = is_awaited || is_pending(rule, value, own->second.number, leg);
            return nullptr;
        };
        for (const auto& target : rules_[rule].targets) substitute(target, lookup, copy);
    }
    return is_awaited;
}

}  // namespace shadowdiff::mirror
