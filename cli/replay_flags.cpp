// SPDX-License-Identifier: Apache-2.0
#include "cli/replay_flags.hpp"

#include "base/ascii.hpp"
#include "base/escape.hpp"
#include "cli/help_format.hpp"
#include "cli/signals.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <map>
#include <memory>
#include <set>
#include <string_view>
#include <utility>

namespace shadowdiff::cli {
namespace {

// "2x", "500/s": a number above zero and its unit.
double number_with_unit(std::string_view flag, std::string_view text, std::string_view unit) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    constexpr double value_max = 1e7;
    if (error == std::errc{} && std::string_view{end, text.data() + text.size()} == unit &&
        value > 0 && value <= value_max) {
        return value;
    }
    throw StartupError{fmt::format("{}: \"{}\" is none: expected a number and {}, as in 2{}", flag,
                                   text, unit, unit)};
}

pipeline::Pace pace_of(const ReplayFlags& flags) {
    const int given = (flags.speed.empty() ? 0 : 1) + (flags.rate.empty() ? 0 : 1) +
                      (flags.as_fast_as_possible ? 1 : 0);
    if (given > 1) {
        throw StartupError{"one pace, please: --speed, --rate or --as-fast-as-possible"};
    }
    if (flags.as_fast_as_possible) return pipeline::NoPace{};
    if (!flags.rate.empty()) {
        return pipeline::RatePace{number_with_unit("--rate", flags.rate, "/s")};
    }
    if (flags.speed.empty()) return pipeline::RecordedPace{};
    return pipeline::RecordedPace{number_with_unit("--speed", flags.speed, "x")};
}

// What is passed over in a recording is told by the line, up to a bound; the rest is counted.
class Troubles {
public:
    void tell(const std::string& line) {
        if (++told_ <= told_max) fmt::print(stderr, "shadowdiff: {}\n", printable(line));
    }

private:
    static constexpr std::uint64_t told_max = 20;
    std::uint64_t told_ = 0;
};

bool are_captures(const std::vector<std::string>& files) {
    std::size_t captures = 0;
    for (const auto& file : files) {
        if (file == "-") continue;  // can be looked at only once
        const auto is_capture = pipeline::is_capture_file(file);
        if (!is_capture) throw StartupError{is_capture.error().message};
        if (*is_capture) ++captures;
    }
    if (captures > 0 && captures < files.size()) {
        throw StartupError{"captures and other recordings in one replay: one kind, please"};
    }
    return captures > 0;
}

pipeline::ReplayOptions replay_options(const ReplayFlags& flags, Troubles& troubles) {
    pipeline::ReplayOptions options;
    options.files.files = {flags.files.begin(), flags.files.end()};
    options.files.reader.host = flags.host;
    options.files.on_trouble = [&](const std::string& line) { troubles.tell(line); };
    if (!flags.format.empty()) {
        options.files.format = recording::format_from_name(flags.format);
        if (!options.files.format) {
            throw StartupError{fmt::format(
                "--format: \"{}\" is none of shadowdiff, gor, har, jsonl, access-log, urls",
                flags.format)};
        }
    }
    options.are_captures = !options.files.format && are_captures(flags.files);
    options.pace = pace_of(flags);
    options.requests_max = flags.limit;
    options.loops = flags.loops;
    return options;
}

// What a rewrite sets or takes out on every leg that is asked is not missed in the recording.
std::vector<std::string> supplied(const pipeline::ShadowOptions& options) {
    std::vector<http::Leg> asked{http::Leg::candidate};
    if (std::holds_alternative<mirror::Target>(options.legacy)) asked.push_back(http::Leg::legacy);
    if (options.secondary) asked.push_back(http::Leg::secondary);
    std::map<std::string, std::size_t> legs_of;
    for (const auto leg : asked) {
        const auto found = options.legs.find(leg);
        if (found == options.legs.end()) return {};
        std::set<std::string> names;
        const auto& rules = found->second.rewrite;
        for (const auto& field : rules.set_headers) names.insert(ascii::lower_case(field.name));
        for (const auto& name : rules.remove_headers) names.insert(ascii::lower_case(name));
        for (const auto& name : names) ++legs_of[name];
    }
    std::vector<std::string> names;
    for (const auto& [name, legs] : legs_of) {
        if (legs == asked.size()) names.push_back(name);
    }
    return names;
}

void tell_lag(const Sketch& lag) {
    if (lag.count() == 0) return;
    constexpr double ms = 1e6;
    fmt::print(
        stderr,
        "shadowdiff: lag behind the pace: median {:.3g} ms, 99 % {:.3g} ms, most {:.3g} ms\n",
        *lag.quantile(0.5) / ms, *lag.quantile(0.99) / ms, *lag.quantile(1) / ms);
}

}  // namespace

void add_replay_flags(CLI::App& command, ReplayFlags& flags) {
    command
        .add_option("file", flags.files,
                    "recordings (shadowdiff's, pcap, HAR, .gor, JSON lines, access logs, lists "
                    "of URLs), or -")
        ->required();
    command
        .add_option("--legacy", flags.legacy,
                    "recorded: take the answers of the recording; or a URL: ask it as well")
        ->capture_default_str();
    command.add_option("--speed", flags.speed, "of the recorded pace: 2x, 0.5x");
    command.add_option("--rate", flags.rate, "so many requests a second: 500/s");
    command.add_flag("--as-fast-as-possible", flags.as_fast_as_possible,
                     "as soon as there is room");
    command.add_flag("--loop", flags.loops, "again from the beginning, until told to stop");
    command.add_option("--host", flags.host, "Host of requests whose recording has none");
    command.add_option("--format", flags.format,
                       "shadowdiff, gor, har, jsonl, access-log or urls (else by its beginning)");
    set_group(command, "What the recording is", {"--host", "--format", "--loop"});
    add_shadow_flags(command, flags.shadow);
}

Replayed run_replay(const ReplayFlags& flags) {
    Troubles troubles;
    auto replay = replay_options(flags, troubles);
    auto options = to_options(flags.shadow);
    options.legacy = pipeline::RecordedLegacy{};
    if (flags.legacy != "recorded") options.legacy = to_target("--legacy", flags.legacy);
    replay.supplied = supplied(options);
    options.is_live = false;
    options.source = "replay of " + flags.files.front();
    if (flags.files.size() > 1) {
        options.source += fmt::format(" and {} more", flags.files.size() - 1);
    }

    pipeline::StopSignal stop;
    const SignalsToStop signals{stop};
    auto live_line = std::make_unique<LiveLine>();
    auto result = pipeline::shadow_replay(
        replay, options, stop,
        [&](const pipeline::Progress& progress) { live_line->show(progress); });
    live_line.reset();
    tell_lag(result.lag);
    if (result.records_skipped > 0) {
        fmt::print(stderr, "shadowdiff: {} records could not be read\n", result.records_skipped);
    }
    return {std::move(result), std::move(options)};
}

}  // namespace shadowdiff::cli
