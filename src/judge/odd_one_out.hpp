// SPDX-License-Identifier: Apache-2.0
// Per route, path and kind: which of three answers was the odd one out, and whether the candidate
// is it oftener than legacy's own second answer.
#pragma once

#include "diff/compare.hpp"
#include "judge/noise_profile.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shadowdiff::judge {

struct OddOneOutLimits {
    std::size_t counted_max = 200'000;      // routes, places and keys in all: about 40 MB
    std::size_t pattern_bytes_max = 1'024;  // a longer pattern is not counted
};

/// What the exchanges say in which legacy answered twice, whether or not anything differed.
struct OddOneOut {
    std::string route;
    std::string pattern;
    diff::Kind kind = diff::Kind::changed;
    std::uint64_t present = 0;         // exchanges in which the path exists
    std::uint64_t only_candidate = 0;  // legacy agreed with itself, the candidate did not
    std::uint64_t only_legacy = 0;     // legacy's second answer was the odd one
    std::uint64_t moved = 0;           // the candidate agreed with legacy's second answer
    std::uint64_t all_differ = 0;
    double p = 1;           // of the sign test
    double q = 1;           // after control of the false-discovery rate over all
    double effect = 0;      // (only_candidate - only_legacy) / present
    double effect_low = 0;  // its 95 % interval
    double effect_high = 0;
    bool operator==(const OddOneOut&) const = default;
};

/// The candidate is the odd one oftener than chance gives in one of a hundred such discoveries.
bool is_discovery(const OddOneOut& row);

/// p, q and the effect of each, from the counts of all.
void weigh(std::vector<OddOneOut>& rows);

class OddOneOutTable {
public:
    explicit OddOneOutTable(OddOneOutLimits limits = {}) : limits_{limits} {}

    /// One exchange: what the candidate's first answer and legacy's second one have against
    /// legacy's first, and which places that one has.
    void add(std::string_view route, const diff::Differences& candidate,
             const diff::Differences& legacy, const std::vector<std::uint64_t>& present);

    bool knows(std::string_view route) const { return routes_.contains(route); }
    /// p of the sign test so far.
    double p(std::string_view route, const NoiseKey& key) const;
    /// Sorted by route, pattern and kind.
    std::vector<OddOneOut> rows() const;
    std::uint64_t not_counted() const { return not_counted_; }

private:
    struct Counts {
        std::uint64_t only_candidate = 0;
        std::uint64_t only_legacy = 0;
        std::uint64_t moved = 0;
        std::uint64_t all_differ = 0;
    };
    struct Route {
        std::unordered_map<std::uint64_t, std::uint64_t> present;  // by census key
        std::map<NoiseKey, Counts> keys;
    };

    Route* route_of(std::string_view route);
    void count_present(Route& route, std::uint64_t census_key);

    OddOneOutLimits limits_;
    std::map<std::string, Route, std::less<>> routes_;
    std::size_t held_ = 0;  // routes, keys and places
    std::uint64_t not_counted_ = 0;
};

}  // namespace shadowdiff::judge
