// SPDX-License-Identifier: Apache-2.0
#include "cli/replay_flags.hpp"

#include "base/counted.hpp"
#include "base/escape.hpp"
#include "cli/help_format.hpp"
#include "cli/open_files.hpp"
#include "cli/replay_line.hpp"
#include "cli/same_file.hpp"
#include "cli/say.hpp"
#include "cli/signals.hpp"
#include "mirror/request/rewrite.hpp"
#include "redact/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

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
        if (++told_ <= told_max) say("shadowdiff: {}\n", printable(line));
    }

private:
    static constexpr std::uint64_t told_max = 20;
    std::uint64_t told_ = 0;
};

pipeline::ReplayOptions replay_options(const ReplayFlags& flags, Troubles& troubles) {
    pipeline::ReplayOptions options;
    for (const auto& path : flags.files) {
        auto files = pipeline::files_at(path);
        if (!files) throw StartupError{files.error().message};
        options.files.files.insert(options.files.files.end(), files->begin(), files->end());
    }
    if (const auto each_once = pipeline::refuse_repeated(options.files.files); !each_once) {
        throw StartupError{each_once.error().message};
    }
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
    if (!options.files.format) {
        const auto kind = pipeline::kind_of(options.files.files);
        if (!kind) throw StartupError{kind.error().message};
        options.kind = *kind;
    }
    options.pace = pace_of(flags);
    options.requests_max = flags.limit;
    options.loops = flags.loops;
    for (const auto& file : options.files.files) {
        if (!flags.loops || !pipeline::is_read_once(file)) continue;
        const auto name = file == "-" ? "standard input" : file.string();
        throw StartupError{fmt::format("--loop: {} can be read only once", name)};
    }
    options.files.needs_answers = flags.legacy == "recorded";
    return options;
}

// A credential takes the place of the one that was recorded: who had none stays without.
void set_apart_credentials(mirror::RewriteRules& rules) {
    const redact::Names known{{}, {}};
    for (auto& field : std::exchange(rules.set_headers, {})) {
        auto& fields = known.is_secret_header(field.name) ? rules.credentials : rules.set_headers;
        fields.push_back(std::move(field));
    }
}

// Where neither the recording nor --host says it, all legs are asked by one name.
void set_host(pipeline::ReplayOptions& replay, const pipeline::ShadowOptions& options) {
    auto& host = replay.files.reader.host;
    if (!host.empty()) return;
    if (const auto* legacy = std::get_if<mirror::Target>(&options.legacy)) {
        host = mirror::host_header_of(*legacy);
    } else if (options.candidate) {
        host = mirror::host_header_of(*options.candidate);
    }
}

// A run file that is replayed must not be the one that is written.
void refuse_to_overwrite(const pipeline::ShadowOptions& options,
                         std::vector<std::filesystem::path> read) {
    for (const auto& [leg, file] : options.recorded_legs) read.push_back(file);
    for (const auto& file : read) refuse_to_replace(file, "--db", options.run_file);
}

void tell_lag(const Sketch& lag) {
    if (lag.count() == 0) return;
    const auto words = [&](double share) {
        const auto ms = *lag.quantile(share) / 1e6;
        return ms < 100 ? fmt::format("{:.3g} ms", ms) : fmt::format("{:.0f} ms", ms);
    };
    say("shadowdiff: lag behind the pace: median {}, 99 % {}, most {}\n", words(0.5), words(0.99),
        words(1));
}

}  // namespace

void tell_joined(const pipeline::RecordedJoinCounts& joined) {
    if (joined.by_request_id + joined.by_content + joined.unclaimed == 0) return;
    say("shadowdiff: recorded answers joined by X-Request-Id: {}, by method, target and "
        "body: {}; to no request of this recording: {}\n",
        joined.by_request_id, joined.by_content, joined.unclaimed);
}

void add_limit_flag(CLI::App& command, const std::string& name, ReplayFlags& flags) {
    const auto is_some = [](const std::string& text) -> std::string {
        const bool is_none = text.find_first_not_of('0') == text.npos;
        if (!text.starts_with('-') && !is_none) return "";
        return text + ": use a number of requests, 1 or more";
    };
    command.add_option(name, flags.limit, "so many requests at most")->check(is_some);
}

void add_replay_flags(CLI::App& command, ReplayFlags& flags) {
    command
        .add_option("file", flags.files,
                    "recordings (shadowdiff's, pcap, HAR, .gor, JSON lines, access logs, lists "
                    "of URLs), run files, or -")
        ->required();
    command
        .add_option("--legacy", flags.legacy,
                    "recorded: take the answers of the recording; or a URL: ask it as well")
        ->capture_default_str();
    auto* speed = command.add_option("--speed", flags.speed, "of the recorded pace: 2x, 0.5x");
    auto* rate = command.add_option("--rate", flags.rate, "so many requests a second: 500/s");
    auto* fast = command.add_flag("--as-fast-as-possible", flags.as_fast_as_possible,
                                  "as soon as there is room");
    speed->excludes(rate)->excludes(fast);
    rate->excludes(fast);
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
    for (auto& [leg, leg_options] : options.legs) set_apart_credentials(leg_options.rewrite);
    set_host(replay, options);
    refuse_to_overwrite(options, replay.files.files);
    const bool is_pace_given = !flags.speed.empty() || !flags.rate.empty();
    if (!pipeline::asks_somebody(options) && !is_pace_given) replay.pace = pipeline::NoPace{};
    options.is_live = false;
    options.source = "replay of " + flags.files.front();
    if (flags.files.size() > 1) {
        options.source += fmt::format(" and {} more", flags.files.size() - 1);
    }

    allow_open_files(options);
    pipeline::StopSignal stop;
    replay.files.is_over = [&] { return stop.is_asked(); };
    const SignalsToStop signals{stop};
    auto live_line = std::make_unique<ReplayLine>();
    auto result = pipeline::shadow_replay(
        replay, options, stop,
        [&](const pipeline::Progress& progress) { live_line->show(progress); });
    live_line.reset();
    tell_lag(result.lag);
    tell_joined(result.joined);
    if (result.records_skipped > 0) {
        say("shadowdiff: {} could not be read\n",
            counted(result.records_skipped, "record", "records"));
    }
    return {std::move(result), std::move(options)};
}

}  // namespace shadowdiff::cli
