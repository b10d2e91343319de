// SPDX-License-Identifier: Apache-2.0
// shadowdiff merge: run files of several machines or nights as one.
#include "base/result.hpp"
#include "cli/command.hpp"
#include "cli/say.hpp"
#include "pipeline/kept_run/inspect.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace shadowdiff::cli {
namespace {

struct MergeFlags {
    std::string into;
    std::vector<std::string> files;
};

int merge(const MergeFlags& flags) {
    const auto told = pipeline::merge_runs(flags.into, {flags.files.begin(), flags.files.end()});
    if (!told) throw StartupError{told.error().message};
    for (const auto& line : *told) say("shadowdiff: {}\n", line);
    return done;
}

}  // namespace

void add_merge(CLI::App& app, Commands& commands) {
    auto* command = app.add_subcommand("merge", "join run files of several machines or nights");
    const auto flags = std::make_shared<MergeFlags>();
    command->add_option("into", flags->into, "the file to write; a run file there is replaced")
        ->required();
    command->add_option("runs", flags->files, "the run files")->required();
    command->footer(
        "Example: shadowdiff merge week.db monday.db tuesday.db\n"
        "A run that is there twice is joined once.");
    commands[command] = [flags] { return merge(*flags); };
}

}  // namespace shadowdiff::cli
