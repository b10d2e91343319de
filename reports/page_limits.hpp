// SPDX-License-Identifier: Apache-2.0
// What the page holds at most: it is one file that opens at once, on a phone, too.
#pragma once

#include <cstddef>

namespace shadowdiff::reports {

struct PageLimits {
    std::size_t plain_findings_max = 50;          // listed where there is no JavaScript
    std::size_t examples_bytes_max = 4U << 20U;   // of findings shown with both answers
    std::size_t example_bytes_max = 256U << 10U;  // of one; a longer one is left to `show`
    std::size_t dimension_values_max = 100;       // listed of each
    std::size_t curves_max = 500;                 // routes with a chart of their times
};

}  // namespace shadowdiff::reports
