// SPDX-License-Identifier: Apache-2.0
// Where legacy differed from itself in a run, with the values that were seen there.
#pragma once

#include "base/result.hpp"
#include "judge/suggest.hpp"

#include <filesystem>
#include <vector>

namespace shadowdiff::pipeline {

/// Sorted by route, pattern, kind.
Result<std::vector<judge::NoisyPlace>> read_noisy_places(const std::filesystem::path& file);

}  // namespace shadowdiff::pipeline
