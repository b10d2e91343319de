// SPDX-License-Identifier: Apache-2.0
// What has been learnt of each route: where legacy differs from itself, and where the candidate was
// shown to differ from a legacy that does not.
#pragma once

#include "base/limits.hpp"
#include "diff/difference.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::judge {

/// Noise is known by place and kind together: a value that legacy changes at every request does not
/// excuse a candidate that loses it.
struct NoiseKey {
    std::string pattern;
    diff::Kind kind = diff::Kind::changed;
    auto operator<=>(const NoiseKey&) const = default;
};

NoiseKey key_of(const diff::Difference& difference);

/// Of a value inside a list, so that the pattern stands for others as well.
bool is_of_element(const diff::Difference& difference);

/// One element of those that a pattern stands for.
struct Place {
    NoiseKey key;
    std::string path;
    auto operator<=>(const Place&) const = default;
};

/// Where legacy was seen to differ from itself.
struct NoisePath {
    std::string route;
    std::string pattern;
    diff::Kind kind = diff::Kind::changed;
    std::uint64_t compared = 0;  // pairs of legacy answers on the route
    std::uint64_t differed = 0;
    bool operator==(const NoisePath&) const = default;
};

class NoiseProfile {
public:
    explicit NoiseProfile(JudgeLimits limits) : limits_{limits} {}

    /// After add_noise() of the same exchange: so many further answers of legacy were compared with
    /// its first, which has these places (a diff::census; an empty one is not known and stands for
    /// all).
    void add_pairs(std::string_view route, std::uint64_t pairs,
                   const std::vector<std::uint64_t>& present = {});
    /// In so many of these it differed from itself there. What was held to be reproducible there is
    /// so no longer.
    void add_noise(std::string_view route, const NoiseKey& key, std::uint64_t differed);
    /// It was at this element.
    void add_element(std::string_view route, const Place& place);
    /// One more exchange in which only the candidate differed, as often as it was asked.
    void add_reproduced(std::string_view route, const NoiseKey& key);

    /// Seen to differ from itself twice or more, and in a fifth of the pairs.
    bool is_volatile(std::string_view route, const NoiseKey& key) const;
    /// Seen to differ from itself at least once.
    bool wavers(std::string_view route, const NoiseKey& key) const;
    /// Never seen to agree with itself, in so many pairs that asking again tells nothing. Of a list
    /// with few elements that waver, this is one.
    bool is_always_volatile(std::string_view route, const diff::Difference& difference) const;
    /// Reproduced so often that asking again would tell nothing more.
    bool is_reproducible(std::string_view route, const NoiseKey& key) const;

    NoisePath path(std::string_view route, const NoiseKey& key) const;
    std::vector<NoisePath> paths() const;  // sorted by route, pattern, kind
    std::uint64_t not_learnt() const { return not_learnt_; }

private:
    struct Counts {
        std::uint64_t census_key = 0;
        std::uint64_t pairs = 0;  // since it was learnt, in which its place exists
        std::uint64_t differed = 0;
        std::uint32_t reproduced = 0;
        bool has_more_elements = false;  // than are kept
        std::set<std::string> elements = {};
    };
    struct Route {
        std::uint64_t pairs = 0;
        std::map<NoiseKey, Counts> keys;
    };

    const Counts* counts_of(std::string_view route, const NoiseKey& key) const;
    Route* learn_route(std::string_view route);
    Counts* learn(std::string_view route, const NoiseKey& key);
    bool has_room_for(std::string_view text);

    JudgeLimits limits_;
    std::map<std::string, Route, std::less<>> routes_;
    std::size_t learnt_ = 0;  // routes and keys
    std::uint64_t not_learnt_ = 0;
};

}  // namespace shadowdiff::judge
