// SPDX-License-Identifier: Apache-2.0
#include "pipeline/doctor/doctor_checks.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::pipeline;

TEST_CASE("the doctor counts one in the singular") {
    Measurements m;
    m.packets = m.tcp_packets = m.packets_cut = m.tunnel_packets = 1;
    m.requests = m.exact_answers = m.own_requests = 1;
    m.directions.connections = m.directions.tls = 1;
    CHECK(check_traffic(m, {}).text.starts_with("1 packet "));
    CHECK(check_cuts(m).text.starts_with("1 of 1 packet is cut: "));
    CHECK(check_tunnels(m, {}).text == "1 tunnelled packet, none cut");
    CHECK(check_directions(m).text == "both, on 1 connection with data");
    CHECK(check_tls(m).text.starts_with("1 of 1 connection is encrypted: "));
    CHECK(check_http(m).text == "1 request, 1 answer paired with its own");
    CHECK(check_own_traffic(m).text.starts_with("1 of 1 request from a run"));
}
