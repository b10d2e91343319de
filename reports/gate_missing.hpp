// SPDX-License-Identifier: Apache-2.0
// What stands between a run and a GO, one thing after the other; the gate's sentence names the
// gravest of them only.
#pragma once

#include "reports/model.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {

struct Missing {
    /// "open_finding", "rate_over_limit", "too_few_exchanges", "unconfirmed", "may_be_noise",
    /// "slower", "speed_unknown", "coverage", "nothing_judged", "unequal_runs",
    /// "unbalanced_ledger".
    std::string_view what;
    std::string sentence = {};     // for a person; with texts of traffic as they are
    std::string route = {};        // "": of the run as a whole
    std::string fingerprint = {};  // of the finding, or ""
    std::optional<std::uint64_t> more_needed = {};  // exchanges without a mismatch
};

/// Empty when, and only when, the answer is GO. What makes it NO-GO comes first.
std::vector<Missing> gate_missing(const Report& report);

}  // namespace shadowdiff::reports
