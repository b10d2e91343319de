// SPDX-License-Identifier: Apache-2.0
// shadowdiff replay: recorded traffic at a pace.
#include "cli/command.hpp"
#include "cli/replay_flags.hpp"

#include <memory>

namespace shadowdiff::cli {
namespace {

int replay(const ReplayFlags& flags) {
    const auto replayed = run_replay(flags);
    const int status = conclude(replayed.result.shadow, replayed.options);
    return status == done && replayed.result.files_broken > 0 ? trouble : status;
}

}  // namespace

void add_replay(CLI::App& app, Commands& commands) {
    auto* command = app.add_subcommand("replay", "send recorded traffic again, and compare");
    const auto flags = std::make_shared<ReplayFlags>();
    add_replay_flags(*command, *flags);
    add_limit_flag(*command, "--limit", *flags);
    command->footer(
        "Example: shadowdiff replay night.sdrec --candidate http://127.0.0.1:8080 --speed 2x");
    commands[command] = [flags] { return replay(*flags); };
}

}  // namespace shadowdiff::cli
