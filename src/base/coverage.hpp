// SPDX-License-Identifier: Apache-2.0
// What the capture could not see, by reason: it stands beside the ledger, because what was never
// recognised as a request cannot be in it.
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
    not_tcp_frames,           // frames of other protocols; seen and set aside, no loss
    ip_fragments,             // fragments, which are not yet put together
    gap_bytes,                // TCP payload bytes that never came
    evicted_connections,      // given up to stay inside the connection table's bound
    not_http_connections,     // carried something else, recognised or not
    tls_connections,          // began with a TLS handshake
    http2_connections,        // began with the HTTP/2 preface
    upgraded_connections,     // left HTTP/1 by Upgrade or CONNECT
    unparsable_bytes,         // bytes that are no HTTP/1 message where one was due
    answers_without_request,  // an answer whose request was never seen
    count_
};

inline constexpr auto blind_count = static_cast<std::size_t>(Blind::count_);

/// Packets, bytes or connections, as the reason's name says.
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
