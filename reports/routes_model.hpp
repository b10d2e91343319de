// SPDX-License-Identifier: Apache-2.0
// The part of the model that counts and gates route by route.
#pragma once

#include "reports/model.hpp"

#include <set>
#include <string>
#include <string_view>

namespace shadowdiff::reports {

/// match, equivalent, noise, drift or mismatch.
bool is_judged(std::string_view verdict);
/// Why nothing in the run may say GO, whatever its counts do; "" where nothing stands against it.
std::string why_no_go_at_all(const Report& report);
/// Routes of which at least one exchange was.
std::map<std::string, std::uint64_t> judged_by_route(const store::RunRows& rows);
/// A mismatch of severity medium or high.
bool is_gating(const store::TallyRow& row);

/// Its answer is open, and too little of what was due was compared.
bool is_uncovered(const RouteLine& line, const judge::GateOptions& options);

/// Of severity medium or high, confirmed, and neither accepted nor noise: it stands against a GO.
bool is_open(const FindingEntry& entry);

/// Fills routes, due and gate. After add_findings().
void add_routes(Report& report, const store::RunRows& rows, const Evidence& evidence);

}  // namespace shadowdiff::reports
