// SPDX-License-Identifier: Apache-2.0
// The rows of a made-up run: a shop's search and orders service, 6,000 requests, seven findings.
#pragma once

#include "store/rows.hpp"

#include <string>
#include <string_view>

namespace shadowdiff::reports {

store::RunRows demo_run();

/// Every text of every row replaced by `text`, numbers left as they are.
store::RunRows run_full_of(std::string_view text);

std::string read_file(const std::string& path);
/// Compares with fixtures/reports/<name>; with UPDATE_GOLDEN=1 in the environment it writes it.
void check_golden(const std::string& name, const std::string& actual);

}  // namespace shadowdiff::reports
