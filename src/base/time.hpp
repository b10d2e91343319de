// SPDX-License-Identifier: Apache-2.0
// Durations and wall-clock times: nanoseconds everywhere, never a bare integer.
#pragma once

#include <chrono>

namespace shadowdiff {

using Duration = std::chrono::nanoseconds;
using Timestamp = std::chrono::sys_time<Duration>;  // since the Unix epoch, UTC

}  // namespace shadowdiff
