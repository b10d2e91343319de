// SPDX-License-Identifier: Apache-2.0
// What capture, proxy and receiver could not see, by reason: it stands beside the ledger, because
// what was never recognised as a request cannot be in it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace shadowdiff {

enum class Blind : std::uint8_t {
    kernel_drops,             // packets the kernel dropped before we read them
    interface_drops,          // packets the interface dropped
    snaplen_cuts,             // packets captured shorter than they were
    undecodable_frames,       // frames cut or malformed below TCP
    unknown_link_frames,      // frames of a link layer that we do not decode
    not_tcp_frames,           // frames of other protocols; seen and set aside, no loss
    ip_fragments,             // fragments of packets that never became whole
    bad_checksums,            // TCP or IPv4 checksums that are wrong; read all the same by default
    gap_bytes,                // TCP payload bytes that never came
    evicted_connections,      // given up to stay inside the connection table's bound
    shed_connections,         // left out to stay inside the CPU budget
    one_sided_connections,    // data of one direction only was seen
    worker_drops,             // packets refused because a worker was behind
    not_http_connections,     // carried something else, recognised or not
    tls_connections,          // began with a TLS handshake
    http2_connections,        // began with the HTTP/2 preface
    http09_connections,       // spoke HTTP/0.9, whose answers have no head
    proxied_connections,      // began with a PROXY protocol header, which was read; no loss
    upgraded_connections,     // left HTTP/1 by Upgrade or CONNECT
    unparsable_bytes,         // bytes that are no HTTP/1 message where one was due
    answers_without_request,  // an answer whose request was never seen
    unreadable_records,       // of a recording; of a damaged block, as many as its head says
    refused_requests,         // answered with 400 for their heads, by the proxy or the receiver
    unfinished_requests,      // their clients hung up, or took too long, inside their heads
    withheld_fields,          // of answers: CR or NUL in the name kept them from a client; no loss
    count_
};

inline constexpr auto blind_count = static_cast<std::size_t>(Blind::count_);

/// Packets, bytes, connections, requests or fields, as the reason's name says.
class Coverage {
public:
    void add(Blind blind, std::uint64_t amount = 1) {
        counts_[static_cast<std::size_t>(blind)] += amount;
    }
    void set(Blind blind, std::uint64_t amount) {
        counts_[static_cast<std::size_t>(blind)] = amount;
    }
    void add(const Coverage& other);
    std::uint64_t operator[](Blind blind) const { return counts_[static_cast<std::size_t>(blind)]; }
    bool operator==(const Coverage&) const = default;

private:
    std::array<std::uint64_t, blind_count> counts_{};
};

std::string_view name(Blind blind);

}  // namespace shadowdiff
