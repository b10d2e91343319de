// SPDX-License-Identifier: Apache-2.0
// The part of the model that compares how quick both legs are.
#pragma once

#include "base/sketch.hpp"
#include "judge/noninferiority.hpp"
#include "store/rows.hpp"

#include <string>
#include <vector>

namespace shadowdiff::reports {

/// One route, by the origin of legacy's answers. Where they were only observed, their times are
/// another quantity than the candidate's: shown, and not judged.
struct LatencyLine {
    std::string route;
    std::string origin;
    Sketch legacy;
    Sketch candidate;
    bool is_indicative = false;
    std::vector<judge::QuantileComparison> quantiles = {};  // none where it is only indicative
};

/// By route and origin.
std::vector<LatencyLine> make_latency(const store::LatencyRows& rows);

}  // namespace shadowdiff::reports
