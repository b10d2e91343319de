// SPDX-License-Identifier: Apache-2.0
// --config: one file that says what flags would say. Its keys are the flags' own names, so that a
// new flag is a new key.
#pragma once

#include "base/result.hpp"
#include "config/fault.hpp"

#include <CLI/App.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::cli {

/// Flags on the command line win over the file, a command's own table wins over the top level.
/// Throws StartupError that tells every fault of the file with line and column.
/// `name`, where given, is told which file it was.
void add_config_flag(CLI::App& command, std::string* name = nullptr);

/// What is wrong with the file's settings, whichever command they are for.
std::vector<config::Fault> check_settings(CLI::App& app, const std::string& file);

/// What the file that --config named says now of a key that is true or false, for that command. An
/// Error when it cannot be read; nothing when it says nothing, or there is none.
Result<std::optional<bool>> read_truth_value(const CLI::App& command, std::string_view key);

}  // namespace shadowdiff::cli
