// SPDX-License-Identifier: Apache-2.0
// Routes that an API description declares and no request of the run was for.
#pragma once

#include "reports/render.hpp"

#include <string>

namespace shadowdiff::reports {

/// "2 of 9 routes that openapi.yaml declares were never asked: GET /a, GET /b."; "" where each was.
/// What a description calls its parameters does not matter.
std::string never_asked(const Report& report, const ApiPlaces& places);

}  // namespace shadowdiff::reports
