// SPDX-License-Identifier: Apache-2.0
// What is still asked of a value where legacy differs from itself: that it is another of the same
// kind, of about the same time, and that it varies as legacy's does.
#pragma once

#include "base/time.hpp"
#include "judge/break.hpp"
#include "judge/noise_profile.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::judge {

struct VolatileValueLimits {
    std::size_t histories_max = 20'000;  // routes, places and kinds whose values are followed
    Duration distance_min = std::chrono::minutes{5};  // clocks differ, and answers take time; time
                                                      // zones lie further apart
    std::uint32_t constant_min = 8;  // times the same before that is held to be no chance
    std::uint32_t values_min = 8;    // of legacy, before what they have in common is believed
};

/// What legacy's values at one place have in common, and how often the candidate's stayed the same.
struct ValueHistory {
    std::uint64_t legacy_values = 0;
    std::size_t length_min = 0;
    std::size_t length_max = 0;
    std::size_t scale_min = 0;  // digits behind the point, of numbers
    std::size_t scale_max = 0;
    std::uint32_t distinct_values = 0;       // distinct values while of one length
    bool is_near_zero = false;               // some value was
    Duration spread = {};                    // the furthest that two of one exchange lay apart
    std::uint64_t candidate_last = 0;        // hash
    std::uint32_t candidate_run = 0;         // exchanges in which it stayed the same
    std::array<std::uint64_t, 16> recent{};  // hashes of legacy's last values
    std::uint32_t distinct_run = 0;          // exchanges in which legacy's value was none of these
};

class VolatileValues {
public:
    explicit VolatileValues(VolatileValueLimits limits = {}) : limits_{limits} {}

    /// Of a difference where legacy is known to waver. `legacy` are its values in this exchange,
    /// the first of them the one that the difference tells.
    Break check(std::string_view route, const diff::Difference& difference,
                const std::vector<std::string>& legacy) const;
    /// Once for each difference of a judged exchange.
    void learn(std::string_view route, const diff::Difference& difference,
               const std::vector<std::string>& legacy);
    std::uint64_t not_followed() const { return not_followed_; }

private:
    struct Key {
        std::string route;
        NoiseKey place;
        auto operator<=>(const Key&) const = default;
    };

    const ValueHistory* history_of(std::string_view route, const NoiseKey& place) const;

    VolatileValueLimits limits_;
    std::map<Key, ValueHistory> histories_;
    std::uint64_t not_followed_ = 0;
};

}  // namespace shadowdiff::judge
