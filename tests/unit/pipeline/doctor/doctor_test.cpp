// SPDX-License-Identifier: Apache-2.0
#include "pipeline/doctor/doctor.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>

namespace shadowdiff::pipeline {
namespace {

using namespace std::chrono_literals;

capture::InterfaceState healthy_interface() {
    return {.name = "eth0",
            .exists = true,
            .is_up = true,
            .has_carrier = true,
            .mtu = 1'500,
            .gro = true,
            .lro = false,
            .tso = true,
            .gso = true};
}

Measurements healthy() {
    Measurements m;
    m.ports = {8080};
    m.watched = 3s;
    m.packets = 100;
    m.tcp_packets = 90;
    m.directions.connections = 4;
    m.requests = 20;
    m.exact_answers = 19;
    return m;
}

Finding finding_on(const std::string& subject, const std::vector<Finding>& findings) {
    const auto found = std::ranges::find(findings, subject, &Finding::subject);
    REQUIRE_MESSAGE(found != findings.end(), subject);
    return *found;
}

struct DoctorCase {
    std::string name;
    std::function<void(Measurements&)> change;
    Health health;
    std::string subject;
    std::string words;
};

void hold(const DoctorCase& one, const std::optional<capture::InterfaceState>& state) {
    CAPTURE(one.name);
    auto m = healthy();
    one.change(m);
    const auto findings = findings_of(m, state);
    const auto finding = finding_on(one.subject, findings);
    CAPTURE(finding.text);
    CHECK(finding.health == one.health);
    CHECK(finding.text.contains(one.words));
    CHECK(has_fault(findings) == (one.health == Health::fault));
}

const auto no_change = [](Measurements&) {};

}  // namespace

TEST_CASE("an interface that can be captured is well, and says what it does to packets") {
    const auto findings = findings_of(healthy_interface(), std::nullopt);
    std::string lines;
    for (const auto& finding : findings) lines += to_line(finding) + "\n";
    CHECK(lines ==
          "ok    interface   eth0 is up, MTU 1500\n"
          "ok    permission  we may capture here\n"
          "ok    offloads    GRO on, LRO off, TSO on, GSO on: joined packets are taken whole, "
          "whatever these say\n"
          "ok    snaplen     262144 bytes: longer than any packet that offload joins\n");
}

TEST_CASE("an interface at fault says what to do") {
    struct Row {
        std::string name;
        std::function<void(capture::InterfaceState&)> change;
        std::optional<Error> refusal;
        Health health;
        std::string subject;
        std::string words;
    };
    const std::vector<Row> rows{
        {"missing", [](auto& s) { s.exists = false; },
         Error{"interface eth0: does not exist (there are: lo)"}, Health::fault, "interface",
         "there are: lo"},
        {"down",
         [](auto& s) { s.is_up = false; },
         {},
         Health::fault,
         "interface",
         "ip link set eth0 up"},
        {"no carrier",
         [](auto& s) { s.has_carrier = false; },
         {},
         Health::warning,
         "interface",
         "no carrier"},
        {"no permission", [](auto&) {}, Error{"no permission (try: sudo setcap cap_net_raw+ep x)"},
         Health::fault, "permission", "setcap cap_net_raw+ep"},
        {"a silent driver",
         [](auto& s) { s.gro = std::nullopt; },
         {},
         Health::ok,
         "offloads",
         "GRO unknown"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        auto state = healthy_interface();
        row.change(state);
        const auto findings = findings_of(state, row.refusal);
        const auto finding = finding_on(row.subject, findings);
        CHECK(finding.health == row.health);
        CHECK(finding.text.contains(row.words));
        CHECK(has_fault(findings) == (row.health == Health::fault));
    }
}

TEST_CASE("of all interfaces together no MTU and no offload is told") {
    auto state = healthy_interface();
    state.is_any = true;
    const auto findings = findings_of(state, std::nullopt);
    CHECK(std::ranges::count(findings, "offloads", &Finding::subject) == 0);
    CHECK_FALSE(has_fault(findings));
}

TEST_CASE("each measurement has its finding") {
    auto roomy = healthy_interface();
    roomy.mtu = 9'001;
    const std::vector<DoctorCase> cases{
        {"all is well", no_change, Health::ok, "http", "20 requests, 19 answers"},
        {"no drops", no_change, Health::ok, "drops", "none"},
        {"kernel drops", [](auto& m) { m.coverage.add(Blind::kernel_drops, 7); }, Health::fault,
         "drops", "dropped 7 packets"},
        {"interface drops", [](auto& m) { m.coverage.add(Blind::interface_drops, 7); },
         Health::warning, "drops", "ethtool -S"},
        {"cut by the snaplen", [](auto& m) { m.packets_cut = 3; }, Health::fault, "cuts",
         "3 of 100 packets"},
        {"cut on their way", [](auto& m) { m.packets_cut_early = 3; }, Health::warning, "cuts",
         "truncate"},
        {"few seconds ahead", [](auto& m) { m.clock.ahead_max = 2s; }, Health::warning, "clock",
         "2.0 s in the future"},
        {"a little ahead", [](auto& m) { m.clock.ahead_max = 900ms; }, Health::ok, "clock", "fit"},
        {"old packets", [](auto& m) { m.clock.behind_max = 6s; }, Health::warning, "clock",
         "6.0 s old"},
        {"the clock was set", [](auto& m) { m.clock.jump = -2s; }, Health::warning, "clock",
         "set by -2.0 s"},
        {"no times", [](auto& m) { m.clock.unset = 2; }, Health::warning, "clock", "no time"},
        {"times go back", [](auto& m) { m.clock.backwards = 2; }, Health::warning, "clock",
         "mergecap"},
        {"tunnels, wide enough", [](auto& m) { m.tunnel_packets = 5; }, Health::ok, "tunnels",
         "none cut"},
        {"cut in tunnels",
         [](auto& m) {
             m.tunnel_packets = 5;
             m.tunnel_packets_cut = m.packets_cut_early = 2;
         },
         Health::fault, "tunnels", "2 of 5 tunnelled packets are cut"},
        {"fragments of tunnels",
         [](auto& m) {
             m.tunnel_packets = 5;
             m.coverage.add(Blind::ip_fragments, 2);
         },
         Health::warning, "tunnels", "never became whole"},
        {"answers take another way", [](auto& m) { m.directions.without_answers = 4; },
         Health::fault, "directions", "the answers take another way"},
        {"requests take another way", [](auto& m) { m.directions.without_requests = 3; },
         Health::fault, "directions", "the requests take another way"},
        {"some connections are one-sided", [](auto& m) { m.directions.without_answers = 1; },
         Health::warning, "directions", "1 of 4"},
        {"bytes lost before us", [](auto& m) { m.coverage.add(Blind::gap_bytes, 10); },
         Health::warning, "gaps", "mirror port"},
        {"TLS beside HTTP", [](auto& m) { m.directions.tls = 2; }, Health::warning, "tls",
         "2 of 4 connections are encrypted"},
        {"nothing but TLS",
         [](auto& m) {
             m.directions.tls = 4;
             m.requests = m.exact_answers = 0;
         },
         Health::fault, "tls", "proxy"},
        {"nothing but HTTP/2",
         [](auto& m) {
             m.coverage.add(Blind::http2_connections, 4);
             m.requests = m.exact_answers = 0;
         },
         Health::fault, "http2", "only HTTP/1"},
        {"no request while we watched", [](auto& m) { m.requests = m.exact_answers = 0; },
         Health::warning, "http", "no request began"},
        {"no request in a file",
         [](auto& m) {
             m.is_live = false;
             m.requests = m.exact_answers = 0;
         },
         Health::fault, "http", "no request began"},
        {"our own requests too", [](auto& m) { m.own_requests = 5; }, Health::ok, "own", "5 of 20"},
        {"only our own requests", [](auto& m) { m.own_requests = 20; }, Health::warning, "own",
         "candidate's port"},
        {"another port",
         [](auto& m) {
             m.tcp_packets = 0;
             m.other_ports = {{3000, 12}, {22, 3}};
         },
         Health::fault, "traffic", "3000 (12 packets), 22 (3 packets); is --port right?"},
        {"silence", [](auto& m) { m.tcp_packets = m.packets = 0; }, Health::fault, "traffic",
         "is there traffic now"},
        {"a source that ends early", [](auto& m) { m.error = Error{"day.pcap: cut record"}; },
         Health::fault, "source", "cut record"},
    };
    for (const auto& one : cases) hold(one, roomy);
}

TEST_CASE("an interface that is too narrow for tunnels is told when there are tunnels") {
    const auto several = [](Measurements& m) { m.tunnel_packets = 5; };
    hold({"tunnels", several, Health::warning, "tunnels", "ip link set eth0 mtu 1570"},
         healthy_interface());
    hold({"no tunnels", no_change, Health::ok, "tunnels", "none"}, healthy_interface());
}

TEST_CASE("a file's times are held against a day, not against now") {
    const auto in_an_hour = [](Measurements& m) {
        m.is_live = false;
        m.clock.ahead_max = 1h;
        m.clock.behind_max = 24h * 365;
        m.clock.jump = 10s;
    };
    hold({"another time zone", in_an_hour, Health::ok, "clock", "in order"}, std::nullopt);
    const auto in_a_week = [](Measurements& m) {
        m.is_live = false;
        m.clock.ahead_max = 24h * 7;
    };
    hold({"next week", in_a_week, Health::warning, "clock", "in the future"}, std::nullopt);
}

TEST_CASE("what others named is printable") {
    const auto line = to_line({Health::fault, "interface", "\x1b[31meth0\nok"});
    CHECK(line.starts_with("FAIL  interface   "));
    CHECK_FALSE(line.contains('\x1b'));
    CHECK_FALSE(line.contains('\n'));
}

}  // namespace shadowdiff::pipeline
