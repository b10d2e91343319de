// SPDX-License-Identifier: Apache-2.0
// One bug at one rate under one noise: many runs of simulated services through the real comparison
// and the real judge, and beside it Diffy's rule.
#pragma once

#include "bench/planted_bugs/bugs.hpp"

#include <cstdint>

namespace shadowdiff::planted {

/// Whose noise it is.
enum class Noise : std::uint8_t {
    of_requests,  // some requests have a volatile field: each answer to them has another value
    of_answers,   // each answer, whoever gives it, has another value now and then
};

struct Cell {
    const Bug* bug = nullptr;
    double bug_rate = 0;    // of requests; a request that has the bug has it again when asked again
    double noise_rate = 0;  // of requests or answers
    Noise noise = Noise::of_requests;
    unsigned requests = 400;
    unsigned runs = 200;
    std::uint64_t seed = 1;
};

/// Runs in which something was so.
struct Tally {
    unsigned runs = 0;
    unsigned occurred = 0;        // the bug, at least once
    unsigned visible = 0;         // it changed shape, or legacy agreed with itself (and so did the
                                  // candidate) whenever asked
    unsigned found = 0;           // of those visible
    unsigned found_anyway = 0;    // of those that occurred
    unsigned found_by_diffy = 0;  // likewise
    unsigned unconfirmed_only = 0;  // the only findings were never reproduced, and are explained by
                                    // noise that was learnt later
    unsigned asked_again = 0;       // requests, in all runs
};

Tally run(const Cell& cell);

}  // namespace shadowdiff::planted
