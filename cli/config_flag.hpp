// SPDX-License-Identifier: Apache-2.0
// --config: one file that says what flags would say. Its keys are the flags' own names, so that a
// new flag is a new key.
#pragma once

#include "config/fault.hpp"

#include <CLI/App.hpp>

#include <string>
#include <vector>

namespace shadowdiff::cli {

/// Flags on the command line win over the file, a command's own table wins over the top level.
/// Throws StartupError that tells every fault of the file with line and column.
/// `name`, where given, is told which file it was.
void add_config_flag(CLI::App& command, std::string* name = nullptr);

/// What is wrong with the file's settings, whichever command they are for.
std::vector<config::Fault> check_settings(CLI::App& app, const std::string& file);

}  // namespace shadowdiff::cli
