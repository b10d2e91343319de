// SPDX-License-Identifier: Apache-2.0
// shadowdiff init: a first shadowdiff.toml from an OpenAPI description or a little traffic.
#include "base/counted.hpp"
#include "base/escape.hpp"
#include "capture/open.hpp"
#include "cli/command.hpp"
#include "cli/durations.hpp"
#include "cli/new_file.hpp"
#include "cli/output.hpp"
#include "cli/privileges.hpp"
#include "cli/route_flags.hpp"
#include "cli/say.hpp"
#include "cli/shadow_flags.hpp"
#include "cli/signals.hpp"
#include "cli/source_name.hpp"
#include "config/first_file.hpp"
#include "pipeline/survey/survey_traffic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

namespace shadowdiff::cli {
namespace {

struct InitFlags {
    std::vector<std::string> sources;
    std::vector<std::uint16_t> ports;
    RouteFlags routes;
    std::string candidate;
    std::string duration = "1m";
    std::string user;
    std::string file = "shadowdiff.toml";
};

void look_at_files(const InitFlags& flags, const pipeline::StopSignal& stop,
                   pipeline::Survey& survey) {
    pipeline::RecordedTrafficOptions options;
    options.files.files = {flags.sources.begin(), flags.sources.end()};
    options.files.on_trouble = [](const std::string& line) {
        say("shadowdiff: {}\n", printable(line));
    };
    options.files.is_over = [&] { return stop.is_asked(); };
    const auto kind = pipeline::kind_of(options.files.files);
    if (!kind) throw StartupError{kind.error().message};
    options.kind = *kind;
    options.intake.frames.ports = flags.ports;
    options.intake.waits_for_workers = true;
    pipeline::survey_recorded(options, stop, survey);
}

void look_at_interface(const InitFlags& flags, const pipeline::StopSignal& stop,
                       pipeline::Survey& survey) {
    if (flags.sources.size() > 1) throw StartupError{"one interface, or files, please"};
    const auto duration = to_duration("--duration", flags.duration);
    capture::InterfaceOptions interface;
    interface.name = flags.sources.front();
    interface.ports = flags.ports;
    const auto source = capture::open_interface(interface);
    if (!source) throw StartupError{source.error().message};
    drop_privileges(flags.user);
    say("shadowdiff: looking at {} for {}\n", printable(interface.name), flags.duration);
    pipeline::IntakeOptions intake;
    intake.frames.ports = flags.ports;
    const auto looked = pipeline::survey_live(**source, intake, duration, stop, survey);
    if (!looked) throw StartupError{looked.error().message};
}

template <class Counts>
std::vector<config::Counted> busiest_first(const Counts& counts) {
    std::vector<config::Counted> sorted;
    for (const auto& [name, n] : counts) sorted.push_back({name, n});
    std::ranges::sort(sorted, [](const auto& one, const auto& other) {
        return std::tie(other.requests, one.name) < std::tie(one.requests, other.name);
    });
    return sorted;
}

config::FirstFile first_file(const InitFlags& flags, const pipeline::Survey& survey) {
    config::FirstFile file;
    file.source = flags.routes.openapi;
    for (const auto& source : flags.sources) {
        file.source += (file.source.empty() ? "" : ", ") + source;
    }
    file.candidate = flags.candidate;
    file.openapi = flags.routes.openapi;
    file.requests = survey.requests();
    file.has_request_ids = survey.requests() > 0 && survey.with_request_id() == survey.requests();
    std::map<std::string, std::uint64_t> routes;
    for (const auto& known : survey.routes()) {
        const bool is_described = known.origin == routes::RouteOrigin::openapi;
        if (!is_described && routes::parse_template(known.route)) {
            routes[known.route] = known.requests;
        }
    }
    file.routes = busiest_first(routes);
    file.unsafe_methods = busiest_first(survey.unsafe_methods());
    for (const auto& [port, n] : survey.ports()) file.ports.push_back(port);
    const auto busier = [&](std::uint16_t one, std::uint16_t other) {
        return survey.ports().at(one) > survey.ports().at(other);
    };
    std::ranges::sort(file.ports, busier);
    return file;
}

int init(const InitFlags& flags) {
    if (flags.sources.empty() && flags.routes.openapi.empty()) {
        throw StartupError{
            "nothing to look at: name an interface, capture files or recordings, or --openapi"};
    }
    if (std::filesystem::exists(std::filesystem::symlink_status(flags.file))) {
        throw StartupError{fmt::format("{} is there already: it is not replaced", flags.file)};
    }
    if (!flags.candidate.empty()) to_target("--candidate", flags.candidate);
    pipeline::Survey survey{openapi(flags.routes)};
    pipeline::StopSignal stop;
    if (!flags.sources.empty()) {
        const SignalsToStop signals{stop};
        if (std::ranges::all_of(flags.sources, is_file)) {
            drop_privileges(flags.user);
            look_at_files(flags, stop, survey);
        } else {
            look_at_interface(flags, stop, survey);
        }
        if (survey.requests() == 0) {
            throw StartupError{fmt::format("{}: no request was seen (shadowdiff doctor says why)",
                                           flags.sources.front())};
        }
    }
    const auto file = first_file(flags, survey);
    write_new_file(flags.file, config::to_toml(file));
    write_output("", fmt::format("{}: {}, {}; next: shadowdiff rules check {}\n", flags.file,
                                 counted(file.requests, "request", "requests"),
                                 counted(survey.routes().size(), "route", "routes"), flags.file));
    return done;
}

}  // namespace

void add_init(CLI::App& app, Commands& commands) {
    auto* command =
        app.add_subcommand("init", "write a first shadowdiff.toml from an OpenAPI file or traffic");
    const auto flags = std::make_shared<InitFlags>();
    command->add_option("source", flags->sources,
                        "interface (eth0, lo, any), capture files or recordings");
    command->add_option("--openapi", flags->routes.openapi, "an OpenAPI 3 file, JSON or YAML");
    command->add_option("--port", flags->ports, "only these TCP ports (else HTTP on any port)")
        ->check(CLI::Range(1, 65'535));
    command->add_option("--candidate", flags->candidate, "the new service: http://host:port");
    command->add_option("--duration", flags->duration, "how long to look at an interface: 30s, 5m")
        ->capture_default_str();
    command->add_option("--user", flags->user, "become this user once the interface is open");
    command->add_option("--output", flags->file, "the file to write; one that is there stays")
        ->capture_default_str();
    command->footer("Example: shadowdiff init eth0 --port 8080 --openapi openapi.yaml");
    commands[command] = [flags] { return init(*flags); };
}

}  // namespace shadowdiff::cli
