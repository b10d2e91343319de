// SPDX-License-Identifier: Apache-2.0
// --rotate: when a daemon begins its next run file.
#pragma once

#include "pipeline/shadow.hpp"

#include <CLI/App.hpp>

#include <string>
#include <vector>

namespace shadowdiff::cli {

void add_rotate_flag(CLI::App& command, std::vector<std::string>& rotate);
pipeline::RotateOptions to_rotate_options(const std::vector<std::string>& rotate);

}  // namespace shadowdiff::cli
