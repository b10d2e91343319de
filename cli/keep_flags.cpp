// SPDX-License-Identifier: Apache-2.0
#include "cli/keep_flags.hpp"

#include "cli/byte_count.hpp"

#include <CLI/Validators.hpp>

namespace shadowdiff::cli {

void add_keep_flags(CLI::App& command, KeepFlags& flags) {
    command
        .add_option("--keep", flags.keep,
                    "beside all that differs: all, sample (of each route's matches), mismatches")
        ->check(CLI::IsMember({"all", "sample", "mismatches"}))
        ->capture_default_str();
    command
        .add_option("--max-db-size", flags.max_db_size,
                    "over it, what is least missed is given up and counted")
        ->capture_default_str();
    command.add_flag("--no-bodies", flags.no_bodies,
                     "store no bodies; they are compared all the same");
}

pipeline::KeepOptions to_options(const KeepFlags& flags) {
    pipeline::KeepOptions options;
    if (flags.keep == name(pipeline::Keep::all)) options.keep = pipeline::Keep::all;
    if (flags.keep == name(pipeline::Keep::mismatches)) options.keep = pipeline::Keep::mismatches;
    options.bodies = !flags.no_bodies;
    options.bytes_max = to_byte_count("--max-db-size", flags.max_db_size);
    return options;
}

}  // namespace shadowdiff::cli
