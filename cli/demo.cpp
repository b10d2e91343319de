// SPDX-License-Identifier: Apache-2.0
// shadowdiff demo: the bundled services, live traffic, and a whole run over it.
#include "fixtures/demo/demo.hpp"

#include "base/start_thread.hpp"
#include "capture/open.hpp"
#include "cli/child_process.hpp"
#include "cli/command.hpp"
#include "cli/evidence_flags.hpp"
#include "cli/output.hpp"
#include "cli/run_name.hpp"
#include "cli/say.hpp"
#include "cli/shadow_flags.hpp"
#include "cli/signals.hpp"
#include "cli/terminal.hpp"
#include "pipeline/shadow.hpp"
#include "reports/render.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace shadowdiff::cli {
namespace {

struct DemoFlags {
    std::string plants = "all";
    std::uint64_t seed = 1;
    std::uint32_t requests = 6'000;
    std::uint32_t rate = 1'500;
    std::string via = "auto";
    std::string directory = "shadowdiff-demo";
};

constexpr auto loopback = "lo";

// A service of the demo, in a process of its own.
struct Service {
    Listener listener;
    ChildProcess process;

    Service(demo::Role role, const DemoFlags& flags, const std::vector<std::string_view>& plants)
        : process{[&] { demo::serve(listener.socket(), {role, flags.seed, plants}); }} {}
    mirror::Target target() const { return {"127.0.0.1", listener.port(), ""}; }
};

// The clients, in a process of their own: they begin when they are told where.
class Traffic {
public:
    explicit Traffic(const DemoFlags& flags)
        : process_{[&] {
              const auto port = start_.wait();
              if (port) demo::drive_traffic({*port, flags.seed, flags.requests, 8, flags.rate});
          }} {}
    void start(std::uint16_t port) { start_.send(port); }
    void wait() const { process_.wait(); }
    void end() const { process_.end(); }

private:
    PortPipe start_;
    ChildProcess process_;
};

// The run ends when the clients are done; the clients end when the run is.
class EndWithTraffic {
public:
    EndWithTraffic(const Traffic& traffic, pipeline::StopSignal& stop)
        : traffic_{traffic}, waiting_{start_thread([&traffic, &stop] {
              traffic.wait();
              stop.finish();
          })} {}
    ~EndWithTraffic() { traffic_.end(); }
    EndWithTraffic(const EndWithTraffic&) = delete;
    EndWithTraffic& operator=(const EndWithTraffic&) = delete;

private:
    const Traffic& traffic_;
    std::jthread waiting_;
};

// May this process sniff? `via` decides where it says so; else the reason is told and no.
bool sniffs(const DemoFlags& flags) {
    if (flags.via == "proxy") return false;
    const auto may = capture::may_sniff(loopback);
    if (may) return true;
    if (flags.via == "capture") throw StartupError{may.error().message};
    say("shadowdiff: {}: going through the proxy instead\n", may.error().message);
    return false;
}

pipeline::ShadowResult run_capture(const pipeline::ShadowOptions& options,
                                   std::uint16_t legacy_port, Traffic& traffic,
                                   pipeline::StopSignal& stop,
                                   const pipeline::OnProgress& on_progress) {
    capture::InterfaceOptions interface;
    interface.name = loopback;
    interface.ports = {legacy_port};
    auto source = capture::open_interface(interface);
    if (!source) throw StartupError{source.error().message};
    traffic.start(legacy_port);
    const EndWithTraffic ending{traffic, stop};
    return pipeline::shadow_capture(std::move(*source), options, stop, on_progress);
}

pipeline::ShadowResult run_proxy(const pipeline::ShadowOptions& options,
                                 const mirror::Target& legacy, Traffic& traffic,
                                 pipeline::StopSignal& stop,
                                 const pipeline::OnProgress& on_progress) {
    mirror::ProxyOptions proxy;
    proxy.legacy = legacy;
    const EndWithTraffic ending{traffic, stop};
    return pipeline::shadow_proxy(proxy, options, stop, on_progress,
                                  [&](const mirror::ListenAddress& at) { traffic.start(at.port); });
}

int conclude_demo(const pipeline::ShadowResult& result, const pipeline::ShadowOptions& options,
                  const std::filesystem::path& directory) {
    const auto status = conclude(result, options);
    const auto page = directory / "report.html";
    auto report = load_report(options.run_file.string(), {});
    name_run_file(report, options.run_file);
    write_output(page, reports::render_html(report));
    fmt::print("\nThe run: {}\nThe page: {}\n", options.run_file.string(), page.string());
    return status;
}

int run_demo(const DemoFlags& flags) {
    const auto plants = demo::parse_plants(flags.plants);
    if (!plants) throw StartupError{plants.error().message};
    const std::filesystem::path directory{flags.directory};
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error) {
        throw StartupError{
            fmt::format("--directory: cannot make {}: {}", flags.directory, error.message())};
    }

    // Processes are made before threads: a fork takes only its own thread along.
    const Service legacy{demo::Role::legacy, flags, {}};
    const Service secondary{demo::Role::secondary, flags, {}};
    const Service candidate{demo::Role::candidate, flags, *plants};
    Traffic traffic{flags};

    const bool by_capture = sniffs(flags);
    pipeline::ShadowOptions options;
    options.run_file = directory / "run.db";
    options.candidate = candidate.target();
    options.secondary = secondary.target();
    options.source = by_capture ? "demo, interface lo" : "demo, proxy";
    // On a slow machine too all of it is compared.
    options.limits.drain_max = std::chrono::minutes{1};
    for (const auto leg : http::all_legs)
        options.legs[leg].limits.wait_max = options.limits.drain_max;

    pipeline::StopSignal stop;
    const SignalsToStop signals{stop};
    auto live_line = std::make_unique<LiveLine>();
    const auto on_progress = [&](const pipeline::Progress& progress) { live_line->show(progress); };
    const auto result =
        by_capture ? run_capture(options, legacy.listener.port(), traffic, stop, on_progress)
                   : run_proxy(options, legacy.target(), traffic, stop, on_progress);
    live_line.reset();
    const auto status = conclude_demo(result, options, directory);
    return stop.requests() > 0 ? interrupted : status;
}

std::string plant_list() {
    std::string list = "Plants (what the candidate does wrong):\n";
    for (const auto& plant : demo::all_plants()) {
        list += fmt::format("  {:<20} {}\n", plant.name, plant.description);
    }
    return list;
}

}  // namespace

void add_demo(CLI::App& app, Commands& commands) {
    auto* command =
        app.add_subcommand("demo", "start the bundled services, shadow live traffic, report");
    const auto flags = std::make_shared<DemoFlags>();
    command->add_option("--plant", flags->plants, "all, none, or names joined by commas")
        ->capture_default_str();
    command->add_option("--seed", flags->seed, "of the catalogue, the traffic and the noise")
        ->capture_default_str();
    command->add_option("--requests", flags->requests, "how many")
        ->check(CLI::Range(1U, 1'000'000U))
        ->capture_default_str();
    command->add_option("--rate", flags->rate, "requests per second; 0: as fast as it goes")
        ->capture_default_str();
    command
        ->add_option("--via", flags->via,
                     "capture (libpcap), proxy, or auto: capture where permitted")
        ->check(CLI::IsMember({"auto", "capture", "proxy"}))
        ->capture_default_str();
    command->add_option("--directory", flags->directory, "where run.db and report.html go")
        ->capture_default_str();
    command->footer(plant_list() +
                    "Example: shadowdiff demo --plant price-rounding,rare-500 --seed 7");
    commands[command] = [flags] { return run_demo(*flags); };
}

}  // namespace shadowdiff::cli
