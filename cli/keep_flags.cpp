// SPDX-License-Identifier: Apache-2.0
#include "cli/keep_flags.hpp"

#include <CLI/Validators.hpp>

namespace shadowdiff::cli {

void add_keep_flags(CLI::App& command, KeepFlags& flags) {
    command
        .add_option("--keep", flags.keep,
                    "beside all that differs: all, sample (of each route's matches), mismatches")
        ->check(CLI::IsMember({"all", "sample", "mismatches"}))
        ->capture_default_str();
    command.add_flag("--no-bodies", flags.no_bodies,
                     "store no bodies; they are compared all the same");
}

pipeline::KeepOptions to_options(const KeepFlags& flags) {
    pipeline::KeepOptions options;
    if (flags.keep == name(pipeline::Keep::all)) options.keep = pipeline::Keep::all;
    if (flags.keep == name(pipeline::Keep::mismatches)) options.keep = pipeline::Keep::mismatches;
    options.bodies = !flags.no_bodies;
    return options;
}

}  // namespace shadowdiff::cli
