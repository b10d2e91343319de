// SPDX-License-Identifier: Apache-2.0
// The version of the program, as run files, reports and --version say it.
#pragma once

#include <string_view>

namespace shadowdiff {

inline constexpr std::string_view version = "0.1.0";

}  // namespace shadowdiff
