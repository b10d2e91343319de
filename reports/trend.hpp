// SPDX-License-Identifier: Apache-2.0
// The part of the model that tells whether a finding comes oftener than it did earlier in the run,
// and in which words.
#pragma once

#include "judge/trend.hpp"
#include "store/rows.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace shadowdiff::reports {

/// Of a finding, on its route.
struct Trend {
    judge::Direction direction = judge::Direction::unknown;
    std::int64_t since_us = 0;  // when the later part of the run begins
    bool is_dated = false;      // the run takes more than a day: no time of day is enough
    judge::RunPart earlier = {};
    judge::RunPart later = {};
    bool operator==(const Trend&) const = default;
};

class Trends {
public:
    /// Borrows the rows.
    explicit Trends(const store::RunRows& rows);

    /// Unknown, too, where some of its exchanges are not listed any more: those that are left would
    /// say what was kept, not what came.
    Trend of(const store::FindingRow& finding) const;

private:
    const store::RunRows& rows_;
    bool is_dated_ = false;
    std::map<std::string, std::uint64_t> judged_;  // by route
    std::map<std::string, std::uint64_t> judged_earlier_;
};

/// "rising: 2 of 1,203 before 12:30Z, 40 of 1,198 since"; "" where it is unknown.
std::string trend_words(const Trend& trend);
/// The same of what rises or falls; "" of what is steady: for where there is little room.
std::string moving_words(const Trend& trend);

}  // namespace shadowdiff::reports
