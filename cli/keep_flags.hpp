// SPDX-License-Identifier: Apache-2.0
// The flags that say what a run file keeps.
#pragma once

#include "pipeline/stages/keeper.hpp"

#include <CLI/App.hpp>

#include <string>

namespace shadowdiff::cli {

struct KeepFlags {
    std::string keep = "sample";
    bool no_bodies = false;
    std::string max_db_size = "10G";
};

void add_keep_flags(CLI::App& command, KeepFlags& flags);
pipeline::KeepOptions to_options(const KeepFlags& flags);

}  // namespace shadowdiff::cli
