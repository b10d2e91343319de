// SPDX-License-Identifier: Apache-2.0
// shadowdiff prune: takes exchanges out of a finished run file; its counts stay.
#include "base/counted.hpp"
#include "base/result.hpp"
#include "cli/byte_count.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/say.hpp"
#include "cli/shadow_flags.hpp"
#include "pipeline/kept_run/inspect.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

namespace shadowdiff::cli {
namespace {

struct PruneFlags {
    std::string run_file;
    std::string older_than;
    std::string max_size;
};

// What is counted stays, however little room it was given.
void warn_if_larger(const PruneFlags& flags, std::uint64_t bytes_max) {
    std::error_code unknown;
    const auto size = std::filesystem::file_size(flags.run_file, unknown);
    if (unknown || size <= bytes_max) return;
    warn(fmt::format("{} still has {}: what is counted stays, and takes more than --max-db-size {}",
                     flags.run_file, counted(size, "byte", "bytes"), flags.max_size));
}

int prune(const PruneFlags& flags) {
    if (flags.older_than.empty() && flags.max_size.empty()) {
        throw StartupError{"--older-than or --max-db-size says what to take out"};
    }
    store::PruneOptions options;
    if (!flags.older_than.empty()) {
        const auto before =
            std::chrono::system_clock::now() - to_duration("--older-than", flags.older_than);
        options.older_than_us =
            std::chrono::duration_cast<std::chrono::microseconds>(before.time_since_epoch())
                .count();
    }
    if (!flags.max_size.empty()) {
        options.bytes_max = to_byte_count("--max-db-size", flags.max_size);
    }
    const auto evicted = pipeline::prune_run(flags.run_file, options);
    if (!evicted) throw StartupError{evicted.error().message};
    for (const auto& [what, n] : *evicted) {
        write_output("", fmt::format("{} of {} given up in all\n", what,
                                     counted(n, "exchange", "exchanges")));
    }
    if (options.bytes_max > 0) warn_if_larger(flags, options.bytes_max);
    return done;
}

}  // namespace

void add_prune(CLI::App& app, Commands& commands) {
    auto* command = app.add_subcommand("prune", "take old exchanges out of a run file");
    const auto flags = std::make_shared<PruneFlags>();
    command->add_option("run", flags->run_file, "the run file")->required();
    command->add_option("--older-than", flags->older_than, "exchanges seen longer ago: 720h");
    command->add_option("--max-db-size", flags->max_size,
                        "until the file is no larger: 500M, 2G; the least missed first");
    command->footer(
        "Example: shadowdiff prune run.db --older-than 720h\n"
        "Counts stay as they are; the report says how many exchanges can no longer be listed.");
    commands[command] = [flags] { return prune(*flags); };
}

}  // namespace shadowdiff::cli
