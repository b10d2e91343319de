// SPDX-License-Identifier: Apache-2.0
#include "pipeline/doctor/doctor.hpp"

#include "base/escape.hpp"
#include "base/limits.hpp"
#include "pipeline/doctor/doctor_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace shadowdiff::pipeline {
namespace {

std::string_view label(Health health) {
    switch (health) {
        case Health::ok: return "ok";
        case Health::warning: return "warn";
        case Health::fault: return "FAIL";
    }
    return "";
}

Finding interface_finding(const capture::InterfaceState& state) {
    if (state.is_any) {
        return {Health::ok, "interface", "any: all of them; MTU and offloads are each one's own"};
    }
    const auto mtu = state.mtu ? fmt::format(", MTU {}", *state.mtu) : std::string{};
    if (!state.is_up) {
        return {Health::fault, "interface",
                fmt::format("{0} is down (try: ip link set {0} up)", state.name)};
    }
    if (!state.has_carrier) {
        return {Health::warning, "interface",
                fmt::format("{} is up but has no carrier{}: is the cable, or the other end of a "
                            "virtual pair, up?",
                            state.name, mtu)};
    }
    return {Health::ok, "interface", fmt::format("{} is up{}", state.name, mtu)};
}

std::string offload_text(std::string_view name, const std::optional<bool>& is_on) {
    return fmt::format("{} {}", name, is_on ? (*is_on ? "on" : "off") : "unknown");
}

Finding offload_finding(const capture::InterfaceState& state) {
    return {Health::ok, "offloads",
            fmt::format("{}, {}, {}, {}: joined packets are taken whole, whatever these say",
                        offload_text("GRO", state.gro), offload_text("LRO", state.lro),
                        offload_text("TSO", state.tso), offload_text("GSO", state.gso))};
}

}  // namespace

std::vector<Finding> findings_of(const capture::InterfaceState& state,
                                 const std::optional<Error>& refusal) {
    if (!state.exists) {
        return {{Health::fault, "interface",
                 refusal ? refusal->message : fmt::format("{} does not exist", state.name)}};
    }
    std::vector<Finding> findings{interface_finding(state)};
    // Of one that is down, nothing else can be known.
    if (!state.is_up) return findings;
    findings.push_back(refusal ? Finding{Health::fault, "permission", refusal->message}
                               : Finding{Health::ok, "permission", "we may capture here"});
    if (!state.is_any) findings.push_back(offload_finding(state));
    findings.push_back({Health::ok, "snaplen",
                        fmt::format("{} bytes: longer than any packet that offload joins",
                                    CaptureLimits{}.snaplen_bytes)});
    return findings;
}

std::vector<Finding> findings_of(const Measurements& measured,
                                 const std::optional<capture::InterfaceState>& state) {
    std::vector<Finding> findings;
    if (measured.error) findings.push_back({Health::fault, "source", measured.error->message});
    findings.push_back(check_traffic(measured, state));
    if (measured.packets > 0) {
        findings.push_back(check_drops(measured));
        findings.push_back(check_cuts(measured));
        findings.push_back(check_clock(measured));
        findings.push_back(check_tunnels(measured, state));
    }
    if (measured.tcp_packets == 0) return findings;
    findings.push_back(check_directions(measured));
    findings.push_back(check_gaps(measured));
    findings.push_back(check_tls(measured));
    findings.push_back(check_http2(measured));
    findings.push_back(check_http(measured));
    findings.push_back(check_own_traffic(measured));
    return findings;
}

bool has_fault(const std::vector<Finding>& findings) {
    return std::ranges::count(findings, Health::fault, &Finding::health) > 0;
}

std::string to_line(const Finding& finding) {
    return fmt::format("{:<4}  {:<10}  {}", label(finding.health), printable(finding.subject),
                       printable(finding.text));
}

}  // namespace shadowdiff::pipeline
