// SPDX-License-Identifier: Apache-2.0
// Routes that an API description declares and no request of the run was for.
#pragma once

#include "reports/render.hpp"
#include "store/rows.hpp"

#include <string>
#include <vector>

namespace shadowdiff::reports {

/// Of a run that was given a description: what it says itself, sorted.
std::vector<std::string> never_asked(const store::RunRows& rows);

/// "2 routes that the run's API description declares were never asked: GET /a, GET /b."; "" where
/// each was.
std::string never_asked_note(const Report& report);

/// Of a description that is at hand now: takes the place of what the run says. Where the run's
/// routes do not tell which of those declared was asked (an inferred template may hide it, and
/// "(other)" any), that is said.
void compare_with(const ApiPlaces& places, Report& report);

}  // namespace shadowdiff::reports
