// SPDX-License-Identifier: Apache-2.0
// Evidence of several runs, added up where it is about the same: the same candidate, the same
// legacy, the same rules.
#pragma once

#include "store/rows.hpp"

#include <string>
#include <vector>

namespace shadowdiff::reports {

struct NamedRun {
    std::string file;
    store::RunRows rows;
};

struct Pool {
    store::RunRows rows;                // of the newest run, with the counts of the others added
    std::vector<std::string> files;     // whose counts are in it, the newest first
    std::vector<std::string> left_out;  // "night1.db: its candidate version is not known"
};

/// One run is its own pool. What is not known of a run is never taken for equal. None: no rows.
Pool pool(std::vector<NamedRun> runs);

}  // namespace shadowdiff::reports
