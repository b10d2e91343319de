// SPDX-License-Identifier: Apache-2.0
// The day it is, UTC: what rules and decisions expire by.
#pragma once

#include <chrono>

namespace shadowdiff::cli {

inline std::chrono::sys_days today() {
    return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
}

}  // namespace shadowdiff::cli
