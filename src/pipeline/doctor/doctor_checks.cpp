// SPDX-License-Identifier: Apache-2.0
// The checks of packets: whether they come, whole, in time, and past what encloses them.
#include "pipeline/doctor/doctor_checks.hpp"

#include "base/counted.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string_view>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

using namespace std::chrono_literals;

constexpr Duration live_ahead_max = 1s;  // the same clock stamps packets and is read here
constexpr Duration live_behind_max = 5s;
constexpr Duration jump_max = 500ms;
constexpr Duration file_ahead_max = 24h;  // of a machine in another time zone, set wrongly
// Ethernet, IPv6, UDP, VXLAN: what stands around a packet of 1,500 bytes (RFC 7348).
constexpr std::uint32_t inner_mtu = 1'500;
constexpr std::uint32_t tunnel_overhead = 70;

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

std::string span_of(const Measurements& measured) {
    if (!measured.is_live) return "in the file";
    return fmt::format("in {:.1f} s", seconds(measured.watched));
}

std::string packets(std::uint64_t number) { return counted(number, "packet", "packets"); }

std::string ports_text(const Measurements& measured) {
    std::string text;
    for (const auto port : measured.ports)
        text += fmt::format("{}{}", text.empty() ? "" : ", ", port);
    return text;
}

std::string others_text(const std::vector<PortCount>& others) {
    std::string text;
    for (const auto& one : others) {
        text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", one.port, packets(one.packets));
    }
    return text;
}

std::string tunnelled(const Measurements& measured) {
    return counted(measured.tunnel_packets, "tunnelled packet", "tunnelled packets");
}

// What to try where there is no TCP at all.
std::string_view look_elsewhere(const std::optional<capture::InterfaceState>& state) {
    if (!state) return "";
    if (state->is_any) return "; is there traffic now?";
    return "; is there traffic now, and does it pass this interface? (try: any)";
}

}  // namespace

Finding check_traffic(const Measurements& m, const std::optional<capture::InterfaceState>& state) {
    if (m.tcp_packets > 0) {
        return {Health::ok, "traffic",
                fmt::format("{} {}, {} of them of {}", packets(m.packets), span_of(m),
                            m.tcp_packets, m.ports.empty() ? "TCP" : "TCP port " + ports_text(m))};
    }
    if (m.ports.empty()) {
        return {Health::fault, "traffic",
                fmt::format("no TCP {}, of {}{}", span_of(m), packets(m.packets),
                            look_elsewhere(state))};
    }
    const auto instead = m.other_ports.empty()
                             ? fmt::format("nor on any other{}", look_elsewhere(state))
                             : fmt::format("servers that were seen: {}; is --port right?",
                                           others_text(m.other_ports));
    return {Health::fault, "traffic",
            fmt::format("nothing on TCP port {} {}; {}", ports_text(m), span_of(m), instead)};
}

Finding check_drops(const Measurements& m) {
    const auto kernel = m.coverage[Blind::kernel_drops];
    const auto interface = m.coverage[Blind::interface_drops];
    if (kernel > 0) {
        const auto* advice = m.is_live ? "give the process more CPU, or filter with --port"
                                       : "record with a larger ring (tcpdump -B 65536)";
        return {Health::fault, "drops",
                fmt::format("the kernel dropped {} beside {} read: {}", packets(kernel), m.packets,
                            advice)};
    }
    if (interface > 0) {
        return {
            Health::warning, "drops",
            fmt::format("the interface dropped {}: look at ethtool -S and its ring (ethtool -G)",
                        packets(interface))};
    }
    return {Health::ok, "drops",
            m.is_live ? "none, of kernel or interface" : "the file tells of none"};
}

Finding check_cuts(const Measurements& m) {
    if (m.packets_cut > 0) {
        return {
            Health::fault, "cuts",
            fmt::format("{} {} cut: {}", counted_of(m.packets_cut, m.packets, "packet", "packets"),
                        is_or_are(m.packets_cut),
                        m.is_live ? "they are longer than the snaplen"
                                  : "record with a larger snaplen (tcpdump -s 0)")};
    }
    if (m.packets_cut_early > m.tunnel_packets_cut) {
        return {Health::warning, "cuts",
                fmt::format(
                    "{} on their way here; does the mirror port truncate?",
                    counted(m.packets_cut_early, "packet is shorter than it says: something cut it",
                            "packets are shorter than they say: something cut them"))};
    }
    return {Health::ok, "cuts", "packets are whole"};
}

Finding check_clock(const Measurements& m) {
    const auto& clock = m.clock;
    const auto warn = [](std::string text) {
        return Finding{Health::warning, "clock", std::move(text)};
    };
    if (m.is_live && (clock.jump > jump_max || clock.jump < -jump_max)) {
        return warn(
            fmt::format("the system's clock was set by {:.1f} s during the watch: latencies "
                        "are wrong there; does one program alone keep it?",
                        seconds(clock.jump)));
    }
    if (clock.unset > 0) {
        return warn(
            fmt::format("{} no time, or one before the year 2000: silence and latencies cannot be "
                        "told",
                        counted(clock.unset, "packet has", "packets have")));
    }
    if (clock.ahead_max > (m.is_live ? live_ahead_max : file_ahead_max)) {
        return warn(
            fmt::format("packets are stamped up to {:.1f} s in the future: whose clock is "
                        "wrong?",
                        seconds(clock.ahead_max)));
    }
    if (m.is_live && clock.behind_max > live_behind_max) {
        return warn(
            fmt::format("packets are up to {:.1f} s old when they are read: is the machine "
                        "overloaded, or does the card stamp them by a clock of its own?",
                        seconds(clock.behind_max)));
    }
    if (clock.backwards > 0) {
        return warn(
            fmt::format("times go back by more than a second, {}: were files joined without "
                        "mergecap?",
                        counted(clock.backwards, "time", "times")));
    }
    return {Health::ok, "clock",
            m.is_live ? "packet times fit the system's" : "times are in order"};
}

Finding check_tunnels(const Measurements& m, const std::optional<capture::InterfaceState>& state) {
    if (m.tunnel_packets == 0) return {Health::ok, "tunnels", "none were seen"};
    if (m.tunnel_packets_cut > 0) {
        return {
            Health::fault, "tunnels",
            fmt::format("{} {} cut: the way here is too narrow for tunnel headers; raise its MTU "
                        "by {} (or to 9001), or lower the source's",
                        counted_of(m.tunnel_packets_cut, m.tunnel_packets, "tunnelled packet",
                                   "tunnelled packets"),
                        is_or_are(m.tunnel_packets_cut), tunnel_overhead)};
    }
    if (m.coverage[Blind::ip_fragments] > 0) {
        return {
            Health::warning, "tunnels",
            fmt::format("{} of packets that never became whole, beside {}: raise the MTU of the "
                        "way here by {}",
                        counted(m.coverage[Blind::ip_fragments], "fragment", "fragments"),
                        tunnelled(m), tunnel_overhead)};
    }
    if (state && state->mtu && *state->mtu < inner_mtu + tunnel_overhead) {
        return {
            Health::warning, "tunnels",
            fmt::format("{}, none cut; but with an MTU of {} a full packet of {} does not fit into "
                        "a tunnel (try: ip link set {} mtu {})",
                        tunnelled(m), *state->mtu, inner_mtu, state->name,
                        inner_mtu + tunnel_overhead)};
    }
    return {Health::ok, "tunnels", fmt::format("{}, none cut", tunnelled(m))};
}

}  // namespace shadowdiff::pipeline
