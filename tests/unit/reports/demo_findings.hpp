// SPDX-License-Identifier: Apache-2.0
// The seven findings of the made-up run, and the exchanges that show them.
#pragma once

#include "store/rows.hpp"

#include <cstdint>

namespace shadowdiff::reports {

inline constexpr std::int64_t demo_start_us = 1'772'441'996'000'000;  // 2026-03-02T08:59:56Z
inline constexpr std::int64_t demo_second_us = 1'000'000;

void add_demo_findings(store::RunRows& rows);

}  // namespace shadowdiff::reports
