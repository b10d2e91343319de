// SPDX-License-Identifier: Apache-2.0
// What is told of a finding beside what differs: when it was seen, who decided, how to see it
// again; and of those that an earlier run had, what became of them.
#pragma once

#include "reports/model.hpp"

#include <string>
#include <vector>

namespace shadowdiff::reports {

/// To the second: "seen 2026-03-02T09:00:01Z to 2026-03-02T09:00:07Z"; "" where it is not known.
std::string seen_words(const store::FindingRow& finding);
std::string seconds_of(std::int64_t microseconds_since_epoch);  // "2026-03-02T09:00:01Z"
/// "intended by ana", as it came from the decisions file; "" where nobody decided.
std::string owner_words(const FindingEntry& entry);
/// The command that prints what asks each leg the same: "shadowdiff show run.db 3f9a41c07be2
/// --curl".
std::string curl_command(const Report& report, const store::FindingRow& finding);

/// "Fixed: 3f9a41c07be2 $.price changed on GET /teas, in 20 of 80 exchanges then and in none of 100
/// now", a bounded number of them; likewise of what was not seen in too few.
std::vector<std::string> gone_notes(const Report& report);

}  // namespace shadowdiff::reports
