// SPDX-License-Identifier: Apache-2.0
// Bodies of a known form that is not JSON, and texts line by line.
#pragma once

#include "base/limits.hpp"
#include "diff/collector.hpp"
#include "normalise/document.hpp"

#include <cstdint>

namespace shadowdiff::diff {

enum class TreeOutcome : std::uint8_t {
    compared,
    one_unreadable,   // one side has not the form that it claims
    both_unreadable,  // neither has
    beyond_limit,     // too long or too deep for its form: nobody knows in what they differ
};

struct TreeComparison {
    TreeOutcome outcome = TreeOutcome::compared;
    std::string legacy_why;  // of what is unreadable
    std::string candidate_why;
};

/// Both of one format, with different bytes.
TreeComparison compare_trees(const normalise::Structured& legacy,
                             const normalise::Structured& candidate, const DiffLimits& limits,
                             Collector& found);

/// Two UTF-8 texts of which at least one has several lines.
void compare_lines(ByteView legacy, ByteView candidate, const DiffLimits& limits, Collector& found);

}  // namespace shadowdiff::diff
