// SPDX-License-Identifier: Apache-2.0
// --config: one file that says what flags would say. Its keys are the flags' own names, so that a
// new flag is a new key.
#pragma once

#include <CLI/App.hpp>

namespace shadowdiff::cli {

/// Flags on the command line win over the file, a command's own table wins over the top level.
/// Throws StartupError that tells every fault of the file with line and column.
void add_config_flag(CLI::App& command);

}  // namespace shadowdiff::cli
