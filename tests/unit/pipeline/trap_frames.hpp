// SPDX-License-Identifier: Apache-2.0
// A trap's conversation -> frames, as one capture would hand them over.
#pragma once

#include "tests/support/frame_builder.hpp"
#include "tests/unit/pipeline/trap_case.hpp"

#include <vector>

namespace shadowdiff::test {

/// `tcp`: the case's own options, or these with other cuts.
std::vector<CapturedFrame> trap_frames(const TrapCase& trap, const TcpOptions& tcp);

}  // namespace shadowdiff::test
