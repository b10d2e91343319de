// SPDX-License-Identifier: Apache-2.0
#include "cli/compare_recorded.hpp"

#include "base/escape.hpp"
#include "cli/command.hpp"
#include "cli/replay_flags.hpp"
#include "cli/replay_line.hpp"
#include "cli/say.hpp"
#include "cli/signals.hpp"
#include "cli/source_name.hpp"
#include "pipeline/replay/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>

namespace shadowdiff::cli {

int compare_recorded(const std::vector<std::string>& captures, const SavefileLimits& limits,
                     pipeline::ShadowOptions options) {
    if (!std::ranges::all_of(captures, is_file)) refuse_recorded_legs(options);
    options.is_live = false;
    options.source = "file " + captures.front();
    if (captures.size() > 1) options.source += fmt::format(" and {} more", captures.size() - 1);
    pipeline::ReplayOptions replay;
    replay.files.files = {captures.begin(), captures.end()};
    replay.files.limits = limits;
    replay.files.on_trouble = [](const std::string& line) {
        say("shadowdiff: {}\n", printable(line));
    };
    replay.kind = pipeline::TrafficKind::captures;
    replay.pace = pipeline::NoPace{};

    pipeline::StopSignal stop;
    const SignalsToStop signals{stop};
    std::optional<ReplayLine> live_line{std::in_place};
    const auto result = pipeline::shadow_replay(
        replay, options, stop,
        [&](const pipeline::Progress& progress) { live_line->show(progress); });
    live_line.reset();
    tell_joined(result.joined);
    const int status = conclude(result.shadow, options);
    return status == done && result.files_broken > 0 ? trouble : status;
}

}  // namespace shadowdiff::cli
