// SPDX-License-Identifier: Apache-2.0
// The sub-commands of `rules` that have a file of their own.
#pragma once

#include "cli/command.hpp"

namespace shadowdiff::cli {

void add_rules_suggest(CLI::App& rules, Commands& commands);
void add_rules_test(CLI::App& rules, Commands& commands);

}  // namespace shadowdiff::cli
