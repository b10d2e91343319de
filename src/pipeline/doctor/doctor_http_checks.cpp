// SPDX-License-Identifier: Apache-2.0
// The checks of connections: whether both directions come, and whether they speak what we read.
#include "base/counted.hpp"
#include "pipeline/doctor/doctor_checks.hpp"

#include <fmt/format.h>

namespace shadowdiff::pipeline {
namespace {

std::string connections(std::uint64_t number) {
    return counted(number, "connection", "connections");
}

}  // namespace

Finding check_directions(const Measurements& m) {
    const auto& d = m.directions;
    const auto one_sided = d.without_answers + d.without_requests;
    if (one_sided == 0) {
        return {Health::ok, "directions",
                fmt::format("both, on {} with data", connections(d.connections))};
    }
    const bool lacks_answers = d.without_answers >= d.without_requests;
    const auto text = fmt::format(
        "{} with packets {} the server alone; the {} take another way or are not mirrored: mirror "
        "both directions (ingress and egress), or capture on the server itself",
        counted_of(one_sided, d.connections, "connection", "connections"),
        lacks_answers ? "to" : "from", lacks_answers ? "answers" : "requests");
    const bool is_most = one_sided * 2 > d.connections;
    return {is_most ? Health::fault : Health::warning, "directions", text};
}

Finding check_gaps(const Measurements& m) {
    const auto bytes = m.coverage[Blind::gap_bytes];
    if (bytes == 0) return {Health::ok, "gaps", "no byte is missing inside a connection"};
    const bool is_explained = m.coverage[Blind::kernel_drops] + m.packets_cut +
                                  m.packets_cut_early + m.directions.without_answers +
                                  m.directions.without_requests >
                              0;
    const auto text = fmt::format(
        "{} inside connections never came: {}", counted(bytes, "byte", "bytes"),
        is_explained ? "what is said above explains it"
                     : "they were lost before this capture; is the mirror port overloaded?");
    return {Health::warning, "gaps", text};
}

Finding check_tls(const Measurements& m) {
    const auto tls = m.directions.tls;
    if (tls == 0) return {Health::ok, "tls", "none"};
    const auto text = fmt::format(
        "{} {} encrypted: capture behind whatever ends TLS (between it and the service), or put "
        "shadowdiff proxy there",
        counted_of(tls, m.directions.connections, "connection", "connections"), is_or_are(tls));
    return {m.requests == 0 ? Health::fault : Health::warning, "tls", text};
}

Finding check_http2(const Measurements& m) {
    const auto http2 = m.coverage[Blind::http2_connections];
    if (http2 == 0) return {Health::ok, "http2", "none"};
    const auto text = fmt::format(
        "{} HTTP/2, and only HTTP/1 is read: capture where HTTP/1.1 is spoken, often behind the "
        "load balancer",
        counted(http2, "connection speaks", "connections speak"));
    return {m.requests == 0 ? Health::fault : Health::warning, "http2", text};
}

Finding check_http(const Measurements& m) {
    if (m.requests > 0) {
        const auto health = m.exact_answers == 0 && m.requests > 1 ? Health::warning : Health::ok;
        return {health, "http",
                fmt::format("{}, {}", counted(m.requests, "request", "requests"),
                            counted(m.exact_answers, "answer paired with its own",
                                    "answers paired with theirs"))};
    }
    if (m.directions.connections == 0) {
        return {Health::warning, "http",
                "no data on any connection: watch for longer (--seconds), while there is traffic"};
    }
    if (m.directions.tls + m.coverage[Blind::http2_connections] > 0) {
        return {Health::warning, "http", "no request, for the reason above"};
    }
    return {m.is_live ? Health::warning : Health::fault, "http",
            fmt::format("no request began on {} with data: is HTTP/1 spoken there?{}",
                        connections(m.directions.connections),
                        m.is_live ? " If so, watch for longer (--seconds)" : "")};
}

Finding check_own_traffic(const Measurements& m) {
    if (m.own_requests == 0) return {Health::ok, "own", "no request of a run of ours"};
    const bool is_all = m.own_requests == m.requests;
    return {is_all ? Health::warning : Health::ok, "own",
            fmt::format("{} from a run of shadowdiff, never sent again{}",
                        counted_of(m.own_requests, m.requests, "request", "requests"),
                        is_all ? ". Is this the candidate's port?" : "")};
}

}  // namespace shadowdiff::pipeline
