// SPDX-License-Identifier: Apache-2.0
// What each leg minted where the client was given a token: a client that brings its own back brings
// a leg that leg's. The client's value stands for its session, whatever connection it comes on; in
// a redacted recording that value's digest does. In memory only, and bounded. Pure.
#pragma once

#include "http/exchange.hpp"
#include "mirror/request/token_rules.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace shadowdiff::mirror {

struct TokenLimits {
    std::size_t tokens_max = 100'000;     // remembered; the oldest goes
    std::size_t mintings_max = 10'000;    // exchanges whose other answers may still come
    std::size_t value_bytes_max = 4'096;  // of a token: as long as a cookie may be
};

struct Translation {
    std::size_t places = 0;
    std::vector<std::string> secrets;  // that were put in; an id in a path is none
};

class Tokens {
public:
    Tokens(std::vector<TokenRule> rules, TokenLimits limits = {})
        : rules_{std::move(rules)}, limits_{limits} {}

    bool is_empty() const { return rules_.empty(); }

    /// The request is asked of these legs: who brings back what it mints may wait for them.
    void begin(const http::ExchangeId& id, const std::vector<http::Leg>& legs);
    /// Legacy's answer as the client got it: observed, or recorded.
    void note_given(const http::ExchangeId& id, const http::Response& response);
    /// The first answer of a leg that was asked. Where the client's own is not known, legacy's is
    /// taken for it. True when something was learnt from it.
    bool note(const http::ExchangeId& id, http::Leg leg, const http::Response& response);
    /// That leg gave no answer.
    void note_failure(const http::ExchangeId& id, http::Leg leg);

    /// Replaces the client's values by the leg's.
    Translation translate(http::Leg leg, http::Request& request) const;

    /// The request brings a value that an exchange minted which was begun before it, and the leg
    /// has still to answer that one. Who waits only for what began before waits for no one in vain.
    bool is_awaited(const http::ExchangeId& id, http::Leg leg, const http::Request& request) const;

    std::size_t size() const { return known_.size(); }

private:
    struct Minting {
        std::uint64_t number = 0;                                         // in order of beginning
        std::map<std::size_t, std::string> given;                         // to the client, by rule
        std::map<std::pair<std::size_t, http::Leg>, std::string> values;  // by rule and leg
        std::vector<http::Leg> asked;                                     // and not yet answered
    };
    using Place = std::tuple<std::size_t, std::string, std::uint64_t>;  // rule, client's, number
    using Key = std::tuple<std::size_t, http::Leg, std::string>;        // rule, leg, client's value

    bool is_pending(std::size_t rule, std::string_view value, std::uint64_t before,
                    http::Leg leg) const;
    void give(const http::ExchangeId& id, Minting& minting, std::size_t rule, std::string value);
    void pair(const Minting& minting);
    void forget_oldest();
    void remember(Key key, const std::string& value);
    Minting& minting_of(const http::ExchangeId& id);

    std::vector<TokenRule> rules_;
    TokenLimits limits_;
    std::uint64_t begun_ = 0;
    std::unordered_map<http::ExchangeId, Minting> mintings_;
    std::deque<http::ExchangeId> mintings_by_age_;
    std::map<Place, http::ExchangeId> given_in_;  // of those
    std::map<Key, std::string> known_;
    std::deque<Key> known_by_age_;
};

}  // namespace shadowdiff::mirror
