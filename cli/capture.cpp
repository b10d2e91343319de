// SPDX-License-Identifier: Apache-2.0
// shadowdiff capture: sniffs an interface, or reads a savefile.
#include "base/escape.hpp"
#include "capture/open.hpp"
#include "cli/command.hpp"
#include "cli/shadow_flags.hpp"
#include "cli/signals.hpp"
#include "cli/terminal.hpp"
#include "pipeline/list.hpp"
#include "pipeline/shadow.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace shadowdiff::cli {
namespace {

struct CaptureFlags {
    std::vector<std::string> sources;
    std::string legacy = "observed";
    std::vector<std::uint16_t> ports;
    bool list = false;
    ShadowFlags shadow;
};

// A name is a file when there is one, or when no interface could be called so.
bool is_file(const std::string& source) {
    const std::filesystem::path path{source};
    const auto extension = path.extension();
    return source == "-" || source.contains('/') || extension == ".pcap" ||
           extension == ".pcapng" || extension == ".cap" || std::filesystem::exists(path);
}

std::unique_ptr<capture::PacketSource> open(const CaptureFlags& flags, const std::string& source) {
    capture::InterfaceOptions interface;
    interface.name = source;
    interface.ports = flags.ports;
    auto opened =
        is_file(source) ? capture::open_savefile(source) : capture::open_interface(interface);
    if (!opened) throw StartupError{opened.error().message};
    return std::move(*opened);
}

int list(const CaptureFlags& flags) {
    int status = done;
    for (const auto& file : flags.sources) {
        if (!is_file(file)) throw StartupError{fmt::format("--list reads files; {} is none", file)};
        const auto source = open(flags, file);
        const auto result = pipeline::list_exchanges(
            *source, [](const std::string& line) { fmt::print("{}\n", line); });
        if (!result.source_error) continue;
        fmt::print(stderr, "shadowdiff: {}\n", printable(result.source_error->message));
        status = trouble;
    }
    return status;
}

int shadow(const CaptureFlags& flags) {
    if (flags.sources.size() != 1) throw StartupError{"one interface or file at a time, please"};
    auto options = to_options(flags.shadow);
    if (flags.legacy != "observed") options.legacy = to_target("--legacy", flags.legacy);
    const auto& name = flags.sources.front();
    auto source = open(flags, name);
    options.source = source->description();
    options.is_live = !is_file(name);

    pipeline::StopSignal stop;
    const SignalsToStop signals{stop};
    std::unique_ptr<LiveLine> live_line = std::make_unique<LiveLine>();
    const auto result = pipeline::shadow_capture(
        std::move(source), options, stop,
        [&](const pipeline::Progress& progress) { live_line->show(progress); });
    live_line.reset();
    return conclude(result, options);
}

}  // namespace

void add_capture(CLI::App& app, Commands& commands) {
    auto* command =
        app.add_subcommand("capture", "shadow the traffic of an interface or a capture file");
    const auto flags = std::make_shared<CaptureFlags>();
    command->add_option("source", flags->sources, "interface (eth0, lo, any) or pcap/pcapng file")
        ->required();
    command
        ->add_option("--legacy", flags->legacy,
                     "observed: take the answers on the wire; or a URL: ask it as well")
        ->capture_default_str();
    command->add_option("--port", flags->ports, "only these TCP ports (else HTTP on any port)")
        ->check(CLI::Range(1, 65'535));
    command->add_flag("--list", flags->list,
                      "print the exchanges of files as JSON lines; send nothing");
    add_shadow_flags(*command, flags->shadow);
    command->footer(
        "Example: shadowdiff capture eth0 --port 8080 --candidate http://10.0.0.7:8080 --duration "
        "5m");
    commands[command] = [flags] { return flags->list ? list(*flags) : shadow(*flags); };
}

}  // namespace shadowdiff::cli
