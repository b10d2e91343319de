// SPDX-License-Identifier: Apache-2.0
// shadowdiff capture: sniffs an interface, or reads a savefile.
#include "cli/capture_source.hpp"
#include "cli/command.hpp"
#include "cli/compare_recorded.hpp"
#include "cli/help_format.hpp"
#include "cli/kept_troubles.hpp"
#include "cli/open_files.hpp"
#include "cli/privileges.hpp"
#include "cli/rotate_flag.hpp"
#include "cli/say.hpp"
#include "cli/shadow_flags.hpp"
#include "cli/signals.hpp"
#include "cli/source_name.hpp"
#include "cli/terminal.hpp"
#include "pipeline/capture/list.hpp"
#include "pipeline/shadow.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shadowdiff::cli {
namespace {

// --list only reads: what it would not heed is refused.
void refuse_with_list(const CaptureFlags& flags) {
    const std::pair<std::string_view, bool> given[] = {
        {"--cpu-budget", flags.cpu_budget.has_value()},
        {"--workers", flags.workers > 1},
        {"--candidate", !flags.shadow.candidate.empty()},
        {"--secondary", !flags.shadow.secondary.empty()},
        {"--rotate", !flags.shadow.rotate.empty()},
    };
    for (const auto& [flag, is_given] : given) {
        if (is_given) throw StartupError{fmt::format("{} does not go with --list", flag)};
    }
}

int list(const CaptureFlags& flags) {
    refuse_with_list(flags);
    for (const auto& source : flags.sources) {
        if (is_file(source)) continue;
        throw StartupError{fmt::format("--list reads files; {} is none", source)};
    }
    const auto plan = memory_plan(flags);
    const auto source = open_source(flags, plan, {}, {});
    drop_privileges(flags.user);
    const auto result =
        pipeline::list_exchanges(*source,
                                 {.frames = frame_options(flags, plan),
                                  .reassembly = plan.reassembly,
                                  .waiting_bytes_max = plan.waiting.http_bytes_max,
                                  .http = plan.http,
                                  .explain = explain_options(flags)},
                                 [](const std::string& line) { fmt::print("{}\n", line); });
    if (result.cut_requests > 0 && !is_explained(flags)) {
        warn(fmt::format("requests that were cut and have no answer, not listed: {} (--explain)",
                         result.cut_requests));
    }
    if (result.early_end) warn(result.early_end->message);
    if (!result.source_error) return done;
    warn(result.source_error->message);
    return trouble;
}

pipeline::IntakeOptions intake_options(const CaptureFlags& flags,
                                       const pipeline::MemoryPlan& plan) {
    if (!flags.shadow.rotate.empty() && is_file(flags.sources.front())) {
        throw StartupError{"--rotate is for an interface: a file's run is one run"};
    }
    if (flags.cpu_budget && is_file(flags.sources.front())) {
        throw StartupError{"--cpu-budget is for an interface: nothing is lost where a file waits"};
    }
    if (flags.cpu_budget && flags.workers > 1) {
        throw StartupError{"--cpu-budget is a share of one core: it does not go with --workers"};
    }
    return {.frames = frame_options(flags, plan),
            .reassembly = plan.reassembly,
            .http = plan.http,
            .explain = explain_options(flags),
            .cpu_budget = flags.cpu_budget,
            .workers = flags.workers,
            .waiting = plan.waiting,
            .waits_for_workers = is_file(flags.sources.front())};
}

int shadow(const CaptureFlags& flags) {
    auto options = to_options(flags.shadow);
    if (flags.legacy != "observed") options.legacy = to_target("--legacy", flags.legacy);
    const auto plan = memory_plan(flags);
    options.limits = plan.pipeline;
    options.intake = intake_options(flags, plan);
    if (!options.recorded_legs.empty()) {
        drop_privileges(flags.user);  // what is read and written must be that user's
        return compare_recorded(flags.sources, plan.savefile, std::move(options));
    }
    allow_open_files(options);
    KeptTroubles troubles, early_ends;
    auto source = open_source(
        flags, plan, [&](Error error) { troubles.add(std::move(error)); },
        [&](Error error) { early_ends.add(std::move(error)); });
    drop_privileges(flags.user);
    options.source = source->description();
    options.is_live = !is_file(flags.sources.front());

    pipeline::StopSignal stop;
    const SignalsToStop signals{stop};
    // Explanations are lines of their own; the live line would stand between them.
    std::optional<LiveLine> live_line;
    if (!is_explained(flags)) live_line.emplace();
    auto result = pipeline::shadow_capture(std::move(source), options, stop,
                                           [&](const pipeline::Progress& progress) {
                                               if (live_line) live_line->show(progress);
                                           });
    live_line.reset();
    // A followed directory has no end of its own: to be stopped is not to be interrupted.
    if (is_directory(flags)) result.interrupted = false;
    early_ends.tell();
    const bool had_troubles = troubles.tell();
    if (result.lowest_share && *result.lowest_share < 1) {
        warn(fmt::format("CPU budget: at the lowest, {:.3g} % of the connections were let in",
                         *result.lowest_share * 100));
    }
    const int status = conclude(result, options);
    return had_troubles && status == done ? trouble : status;
}

void add_trust_flags(CLI::App& command, CaptureFlags& flags) {
    command.add_flag("--explain", flags.explain,
                     "say on stderr what is lost or set aside, where and why");
    command
        .add_option("--explain-bytes", flags.explain_bytes,
                    "… with its first bytes (at most 64), as they were on the wire")
        ->check(CLI::Range(1, 64));
    command.add_option("--max-memory", flags.max_memory,
                       "what capture may hold, at least 64M: 256M, 1G");
    command
        .add_option("--cpu-budget", flags.cpu_budget,
                    "of one core, 0.5 is half; over it whole connections are left out")
        ->check(CLI::Range(0.01, 1.0));
    command.add_option("--workers", flags.workers, "threads that follow connections")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    set_group(command, "What capture tells and takes",
              {"--explain", "--explain-bytes", "--max-memory", "--cpu-budget", "--workers",
               "--verify-checksums", "--user"});
}

}  // namespace

void add_capture(CLI::App& app, Commands& commands) {
    auto* command =
        app.add_subcommand("capture", "shadow the traffic of an interface or a capture file");
    const auto flags = std::make_shared<CaptureFlags>();
    command
        ->add_option("source", flags->sources,
                     "interface (eth0, lo, any), pcap/pcapng files, a directory of them, or -")
        ->required();
    command
        ->add_option("--legacy", flags->legacy,
                     "observed: take the answers on the wire; or a URL: ask it as well")
        ->capture_default_str();
    command->add_option("--port", flags->ports, "only these TCP ports (else HTTP on any port)")
        ->check(CLI::Range(1, 65'535));
    command->add_flag("--verify-checksums", flags->verify_checksums,
                      "leave out packets whose TCP or IPv4 checksum is wrong");
    command->add_flag("--list", flags->list,
                      "print the exchanges of files as JSON lines; send nothing");
    command->add_option("--user", flags->user,
                        "become this user once the source is open; the run file is its own");
    add_trust_flags(*command, *flags);
    add_shadow_flags(*command, flags->shadow);
    add_record_flags(*command, flags->shadow.record);
    add_rotate_flag(*command, flags->shadow.rotate);
    command->footer(
        "Example: shadowdiff capture eth0 --port 8080 --candidate http://10.0.0.7:8080 --duration "
        "5m");
    commands[command] = [flags] { return flags->list ? list(*flags) : shadow(*flags); };
}

}  // namespace shadowdiff::cli
