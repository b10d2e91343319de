// SPDX-License-Identifier: Apache-2.0
// The checks of packets: whether they come, whole, in time, and past what encloses them.
#include "pipeline/doctor_checks.hpp"

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

std::string ports_text(const Measurements& measured) {
    std::string text;
    for (const auto port : measured.ports)
        text += fmt::format("{}{}", text.empty() ? "" : ", ", port);
    return text;
}

std::string others_text(const std::vector<PortCount>& others) {
    std::string text;
    for (const auto& one : others) {
        text += fmt::format("{}{} ({} packets)", text.empty() ? "" : ", ", one.port, one.packets);
    }
    return text;
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
                fmt::format("{} packets {}, {} of them of {}", m.packets, span_of(m), m.tcp_packets,
                            m.ports.empty() ? "TCP" : "TCP port " + ports_text(m))};
    }
    if (m.ports.empty()) {
        return {Health::fault, "traffic",
                fmt::format("no TCP {}, of {} packets{}", span_of(m), m.packets,
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
                fmt::format("the kernel dropped {} packets beside {} that were read: {}", kernel,
                            m.packets, advice)};
    }
    if (interface > 0) {
        return {Health::warning, "drops",
                fmt::format("the interface dropped {} packets: look at ethtool -S and its ring "
                            "(ethtool -G)",
                            interface)};
    }
    return {Health::ok, "drops",
            m.is_live ? "none, of kernel or interface" : "the file tells of none"};
}

Finding check_cuts(const Measurements& m) {
    if (m.packets_cut > 0) {
        return {Health::fault, "cuts",
                fmt::format("{} of {} packets are cut: {}", m.packets_cut, m.packets,
                            m.is_live ? "they are longer than the snaplen"
                                      : "record with a larger snaplen (tcpdump -s 0)")};
    }
    if (m.packets_cut_early > m.tunnel_packets_cut) {
        return {Health::warning, "cuts",
                fmt::format("{} packets are shorter than they say: something cut them on their way "
                            "here; does the mirror port truncate?",
                            m.packets_cut_early)};
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
            fmt::format("{} packets have no time, or one before the year 2000: silence and "
                        "latencies cannot be told",
                        clock.unset));
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
            fmt::format("times go back by more than a second, {} times: were files joined "
                        "without mergecap?",
                        clock.backwards));
    }
    return {Health::ok, "clock",
            m.is_live ? "packet times fit the system's" : "times are in order"};
}

Finding check_tunnels(const Measurements& m, const std::optional<capture::InterfaceState>& state) {
    if (m.tunnel_packets == 0) return {Health::ok, "tunnels", "none were seen"};
    if (m.tunnel_packets_cut > 0) {
        return {Health::fault, "tunnels",
                fmt::format("{} of {} tunnelled packets are cut: the way here is too narrow for "
                            "tunnel headers; raise its MTU by {} (or to 9001), or lower the "
                            "source's",
                            m.tunnel_packets_cut, m.tunnel_packets, tunnel_overhead)};
    }
    if (m.coverage[Blind::ip_fragments] > 0) {
        return {Health::warning, "tunnels",
                fmt::format("{} fragments of packets that never became whole, beside {} tunnelled "
                            "packets: raise the MTU of the way here by {}",
                            m.coverage[Blind::ip_fragments], m.tunnel_packets, tunnel_overhead)};
    }
    if (state && state->mtu && *state->mtu < inner_mtu + tunnel_overhead) {
        return {Health::warning, "tunnels",
                fmt::format("{} tunnelled packets, none cut; but with an MTU of {} a full packet "
                            "of {} does not fit into a tunnel (try: ip link set {} mtu {})",
                            m.tunnel_packets, *state->mtu, inner_mtu, state->name,
                            inner_mtu + tunnel_overhead)};
    }
    return {Health::ok, "tunnels", fmt::format("{} tunnelled packets, none cut", m.tunnel_packets)};
}

}  // namespace shadowdiff::pipeline
