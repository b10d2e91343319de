// SPDX-License-Identifier: Apache-2.0
// What the requests that show a finding have in common, read from the exchanges that a run kept.
#pragma once

#include "reports/model.hpp"

#include <string>

namespace shadowdiff::cli {

/// "98 of 100 kept that show it have query locale=tr; …"; "" where they have nothing that those
/// that match on the route have not.
std::string in_common(const std::string& run_file, const std::string& fingerprint,
                      const std::string& route);

/// Of the gravest findings, into report.in_common.
void add_in_common(reports::Report& report, const std::string& run_file);

}  // namespace shadowdiff::cli
