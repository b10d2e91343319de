// SPDX-License-Identifier: Apache-2.0
// shadowdiff doctor: looks whether a capture would see what it should, and says what to do if not.
#include "pipeline/doctor/doctor.hpp"

#include "base/escape.hpp"
#include "capture/open.hpp"
#include "cli/command.hpp"
#include "cli/privileges.hpp"
#include "cli/say.hpp"
#include "cli/signals.hpp"
#include "cli/source_name.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::cli {
namespace {

struct DoctorFlags {
    std::string source = "any";
    std::vector<std::uint16_t> ports;
    unsigned seconds = 3;
    std::string user;
};

constexpr unsigned seconds_max = 3'600;
// Thousands of packets tell the ports, and their headers are enough, in tunnels too.
constexpr CaptureLimits beside_limits{.snaplen_bytes = 512, .ring_bytes = 2 << 20};

using Findings = std::vector<pipeline::Finding>;
using Source = std::unique_ptr<capture::PacketSource>;

int tell(const Findings& findings) {
    for (const auto& finding : findings) fmt::print("{}\n", to_line(finding));
    std::fflush(stdout);
    return has_fault(findings) ? answer_is_no : done;
}

// Without a filter for ports, never read unless the filter passes nothing: then what waits in its
// ring says where the traffic is.
Source open_beside(const DoctorFlags& flags) {
    if (flags.ports.empty()) return nullptr;
    auto opened =
        capture::open_interface({.name = flags.source, .ports = {}, .limits = beside_limits});
    return opened ? std::move(*opened) : nullptr;
}

int doctor_interface(const DoctorFlags& flags) {
    const auto state = capture::interface_state(flags.source);
    auto opened =
        capture::open_interface({.name = flags.source, .ports = flags.ports, .limits = {}});
    std::optional<Error> refusal;
    if (!opened) refusal = opened.error();
    const int before = tell(pipeline::findings_of(state, refusal));
    if (before != done || !opened) return before;
    const auto beside = open_beside(flags);
    drop_privileges(flags.user);

    pipeline::StopSignal stop;
    const SignalsToStop signals{stop};
    say("shadowdiff: watching {} for {} s\n", printable(flags.source), flags.seconds);
    auto measured =
        pipeline::measure(**opened, flags.ports, std::chrono::seconds{flags.seconds}, stop);
    if (measured.tcp_packets == 0 && beside)
        measured.other_ports = pipeline::ports_waiting(*beside);
    return tell(pipeline::findings_of(measured, state));
}

int doctor_file(const DoctorFlags& flags) {
    const auto opened = capture::open_savefile(flags.source);
    if (!opened) throw StartupError{opened.error().message};
    drop_privileges(flags.user);
    const pipeline::StopSignal never;
    return tell(pipeline::findings_of(pipeline::measure(**opened, flags.ports, {}, never), {}));
}

}  // namespace

void add_doctor(CLI::App& app, Commands& commands) {
    auto* command = app.add_subcommand(
        "doctor", "look whether a capture sees what it should, and say what to do if not");
    const auto flags = std::make_shared<DoctorFlags>();
    command->add_option("source", flags->source, "interface (eth0, lo, any), or a capture file")
        ->capture_default_str();
    command->add_option("--port", flags->ports, "the TCP ports to be captured (else all)")
        ->check(CLI::Range(1, 65'535));
    command->add_option("--seconds", flags->seconds, "how long to watch an interface")
        ->check(CLI::Range(1U, seconds_max))
        ->capture_default_str();
    command->add_option("--user", flags->user, "become this user once the source is open");
    command->footer(
        "Example: shadowdiff doctor eth0 --port 8080\n"
        "Exit status: 0 nothing is at fault, 1 a FAIL was found, 2 trouble.");
    commands[command] = [flags] {
        return is_file(flags->source) ? doctor_file(*flags) : doctor_interface(*flags);
    };
}

}  // namespace shadowdiff::cli
