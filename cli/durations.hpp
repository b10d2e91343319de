// SPDX-License-Identifier: Apache-2.0
// Durations as flags take them.
#pragma once

#include "base/time.hpp"

#include <string_view>

namespace shadowdiff::cli {

/// "500ms", "30s", "5m", "2h". Throws StartupError that names the flag.
Duration to_duration(std::string_view flag, std::string_view text);

}  // namespace shadowdiff::cli
