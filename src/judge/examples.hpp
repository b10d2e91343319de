// SPDX-License-Identifier: Apache-2.0
// Which exchanges of a finding are kept whole: the first, the smallest, the newest, and a sample.
// Pure: the same offers give the same answers, and the sample does not depend on their order.
#pragma once

#include "base/hash.hpp"
#include "base/keep_limits.hpp"
#include "base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::judge {

/// Places among the examples of a finding. Whoever takes one over drives the other out.
namespace slot {
inline constexpr std::uint32_t first = 0;
inline constexpr std::uint32_t smallest = 1;
inline constexpr std::uint32_t newest = 2;
inline constexpr std::uint32_t sample = 3;  // and the following
}  // namespace slot

/// Those with the smallest hashes, whatever the order in which they come.
class Sample {
public:
    /// The place it takes, from 0; nothing when others have smaller hashes.
    std::optional<std::uint32_t> offer(std::uint64_t hash, std::size_t places_max);

private:
    std::vector<std::pair<std::uint64_t, std::uint32_t>> places_;  // a heap, the largest hash first
};

class Examples {
public:
    struct Offer {
        Hash128 id;
        Timestamp seen_at;
        std::size_t bytes = 0;  // of the request: the smaller, the better to look at
    };

    explicit Examples(KeepLimits limits = {}) : limits_{limits} {}

    /// The slots that the exchange takes; nothing where it is not kept whole for this finding.
    std::vector<std::uint32_t> offer(const std::string& finding, const Offer& offer);
    /// False when there are too many findings to track a further one.
    bool knows(const std::string& finding) const;

    /// The slot among the sample of the route's matches.
    std::optional<std::uint32_t> offer_match(const std::string& route, const Offer& offer);

private:
    struct Finding {
        std::size_t smallest_bytes = 0;
        Timestamp newest_at;
        Sample sample;
    };

    KeepLimits limits_;
    std::map<std::string, Finding> findings_;
    std::map<std::string, Sample> matches_;
};

}  // namespace shadowdiff::judge
