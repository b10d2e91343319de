// SPDX-License-Identifier: Apache-2.0
// What replay and ci share: which recording, at which pace, against which legs, and the run itself.
#pragma once

#include "cli/shadow_flags.hpp"
#include "pipeline/replay/replay.hpp"

#include <CLI/App.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shadowdiff::cli {

struct ReplayFlags {
    std::vector<std::string> files;
    std::string legacy = "recorded";
    std::string format;
    std::string host;
    std::string speed;
    std::string rate;
    bool as_fast_as_possible = false;
    bool loops = false;
    std::optional<std::uint64_t> limit;
    ShadowFlags shadow;
};

void add_replay_flags(CLI::App& command, ReplayFlags& flags);
/// How many requests at most, under the name that the command has for it.
void add_limit_flag(CLI::App& command, const std::string& name, ReplayFlags& flags);

/// How answers of other recordings were found, on stderr.
void tell_joined(const pipeline::RecordedJoinCounts& joined);

struct Replayed {
    pipeline::ReplayResult result;
    pipeline::ShadowOptions options;
};

/// Replays into the run file, with a live line and what went wrong on stderr. Throws StartupError.
Replayed run_replay(const ReplayFlags& flags);

}  // namespace shadowdiff::cli
