// SPDX-License-Identifier: Apache-2.0
// Frames -> what the capture stages say of them, as the text of a trap's expectation.
#pragma once

#include "base/coverage.hpp"
#include "tests/support/frame_builder.hpp"
#include "tests/unit/pipeline/trap_case.hpp"

#include <string>
#include <vector>

namespace shadowdiff::test {

struct TrapResult {
    std::string exchanges;  // one line for each request, in the order in which they were seen
    Coverage coverage;
    std::string broken_promise;  // a request without exactly one outcome …, or empty

    /// In the form of the file.
    std::string text() const;
};

/// `times`: how often each frame comes.
TrapResult run_frames(const std::vector<CapturedFrame>& frames, const TrapOptions& options,
                      int times = 1);

}  // namespace shadowdiff::test
