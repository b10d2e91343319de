// SPDX-License-Identifier: Apache-2.0
// Bounds of rules, each with its reason.
#pragma once

#include <cstddef>
#include <cstdint>

namespace shadowdiff {

struct RuleLimits {
    std::size_t rules_max = 10'000;        // of all files: each is asked for every exchange's scope
    std::size_t paths_max = 1'000;         // of one rule
    std::size_t states_max = 100'000;      // of one automaton; beyond it rules do not hold: strict
    std::size_t scopes_max = 1'000;        // sets of rules that are kept compiled at once
    std::size_t text_bytes_max = 1 << 20;  // of a value that a rule may rewrite
    std::size_t digits_max = 1'000;        // of numbers that are calculated with
    std::int64_t pattern_bytes_max = 1 << 20;  // of a compiled regular expression
    std::size_t set_aside_max = 1'000;  // differences that rules took out, listed for one answer
    std::size_t places_max = 10'000;    // patterns that are counted for all rules of a run
};

}  // namespace shadowdiff
