// SPDX-License-Identifier: Apache-2.0
// What the requests that show a finding have in common, read from the exchanges that a run kept.
#pragma once

#include "reports/model.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace shadowdiff::cli {

/// "98 of 100 kept that show it have query locale=tr; …"; "" where they have nothing that the
/// others of the route have not. `fingerprint`: or the beginning of it.
std::string in_common(const std::string& run_file, const std::string& fingerprint,
                      const std::string& route);

/// Until when there is time; none: as long as it takes.
using Deadline = std::optional<std::chrono::steady_clock::time_point>;

/// Of the gravest findings, into report.in_common; at the deadline it says how many are left.
void add_in_common(reports::Report& report, const std::string& run_file,
                   const Deadline& deadline = {});

}  // namespace shadowdiff::cli
