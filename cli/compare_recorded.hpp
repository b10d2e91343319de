// SPDX-License-Identifier: Apache-2.0
// Captures beside a recording of another leg: nothing is sent, so they are read as fast as they can
// be.
#pragma once

#include "base/limits.hpp"
#include "pipeline/shadow.hpp"

#include <string>
#include <vector>

namespace shadowdiff::cli {

/// The exit status of the command. Throws StartupError.
int compare_recorded(const std::vector<std::string>& captures, const SavefileLimits& limits,
                     pipeline::ShadowOptions options);

}  // namespace shadowdiff::cli
