// SPDX-License-Identifier: Apache-2.0
// What each leg minted where legacy minted its own: a client that brings back legacy's value brings
// a leg that leg's. Legacy's value stands for the client's session, whatever connection it comes
// on. In memory only, and bounded. Pure.
#pragma once

#include "http/exchange.hpp"
#include "mirror/token_rules.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace shadowdiff::mirror {

struct TokenLimits {
    std::size_t tokens_max = 100'000;     // remembered; the oldest goes
    std::size_t mintings_max = 10'000;    // exchanges whose other answers may still come
    std::size_t value_bytes_max = 4'096;  // of a token: as long as a cookie may be
};

class Tokens {
public:
    Tokens(std::vector<TokenRule> rules, TokenLimits limits = {})
        : rules_{std::move(rules)}, limits_{limits} {}

    bool is_empty() const { return rules_.empty(); }

    /// The first answer of a leg (legacy's observed or sent one too). True when something was
    /// learnt from it.
    bool note(const http::ExchangeId& id, http::Leg leg, const http::Response& response);

    /// Replaces legacy's values by the leg's; in how many places.
    std::size_t translate(http::Leg leg, http::Request& request) const;

    /// The request brings a value that legacy minted, and the leg's answer to the same request has
    /// not been noted.
    bool is_awaited(http::Leg leg, const http::Request& request) const;
    /// That leg gave no answer.
    void note_failure(const http::ExchangeId& id, http::Leg leg);

    std::size_t size() const { return known_.size(); }

private:
    using Values = std::map<std::pair<std::size_t, http::Leg>, std::string>;  // by rule and leg
    struct Minting {
        Values values;
        std::vector<http::Leg> without;  // legs that minted nothing
    };
    using Place = std::pair<std::size_t, std::string>;            // rule, legacy's value
    using Key = std::tuple<std::size_t, http::Leg, std::string>;  // rule, leg, legacy's value

    void pair(const Minting& minting);
    void forget_oldest();
    void remember(Key key, const std::string& value);
    Minting& minting_of(const http::ExchangeId& id);

    std::vector<TokenRule> rules_;
    TokenLimits limits_;
    std::unordered_map<http::ExchangeId, Minting> mintings_;
    std::deque<http::ExchangeId> mintings_by_age_;
    std::map<Place, http::ExchangeId> minted_in_;  // of those
    std::map<Key, std::string> known_;
    std::deque<Key> known_by_age_;
};

}  // namespace shadowdiff::mirror
