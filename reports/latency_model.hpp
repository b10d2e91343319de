// SPDX-License-Identifier: Apache-2.0
// The part of the model that compares how quick both legs are.
#pragma once

#include "base/sketch.hpp"
#include "judge/noninferiority.hpp"
#include "store/rows.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace shadowdiff::reports {

/// One route, by the origin of legacy's answers. Where they were only observed, their times are
/// another quantity than the candidate's: shown, and not judged; likewise those of a replay that
/// was late, or kept no pace.
struct LatencyLine {
    std::string route;
    std::string origin;
    Sketch legacy;
    Sketch candidate;
    bool is_indicative = false;
    std::vector<judge::QuantileComparison> quantiles = {};  // none where it is only indicative
};

/// How late 99 % of a replay's requests were at most; 0 of any other run.
std::int64_t lag_p99_us(const store::RunRow& run);
/// The replay sent its requests so late that the services had another load than the recording's.
bool is_late(const store::RunRow& run);
/// Both legs were asked as soon as there was room: the one at another time than the other.
bool is_unpaced(const store::RunRow& run);

/// What holds for a route is the worst that holds for one of its quantiles; of an indicative one
/// too few are known.
judge::Speed worst_of(const LatencyLine& line);

/// By route and origin.
std::vector<LatencyLine> make_latency(const store::RunRows& rows);

}  // namespace shadowdiff::reports
