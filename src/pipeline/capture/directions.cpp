// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/directions.hpp"

#include "base/limits.hpp"
#include "http/first_bytes.hpp"

#include <algorithm>

namespace shadowdiff::pipeline {
namespace {

// The last packets of a watch may be those whose answer comes behind its end; and one packet of an
// old connection proves nothing.
constexpr std::uint64_t segments_to_be_sure = 3;

// A record's head (RFC 8446, section 5.1), also inside a connection whose start was not seen.
bool may_be_tls_record(ByteView bytes) {
    constexpr std::size_t head = 5;
    if (bytes.size() < head) return false;
    const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    constexpr unsigned length_max = (1U << 14U) + 256;
    return octet(0) >= 0x14 && octet(0) <= 0x17 && octet(1) == 3 && octet(2) <= 4 &&
           octet(3) * 256U + octet(4) <= length_max;
}

bool speaks_http(ByteView bytes) {
    const auto kind = http::recognise(bytes, http::Place::guessed, HttpLimits{}.line_bytes_max);
    return kind == http::FirstBytes::request || kind == http::FirstBytes::response;
}

}  // namespace

bool goes_to_server(const frames::Segment& segment, std::span<const std::uint16_t> ports) {
    const bool to = std::ranges::count(ports, segment.destination.port) > 0;
    const bool from = std::ranges::count(ports, segment.source.port) > 0;
    if (to != from) return to;
    if (segment.flags.syn) return !segment.flags.ack;
    return segment.destination.port < segment.source.port;
}

void DirectionCount::take(const frames::Segment& segment, bool to_server) {
    const auto key = reassembly::key_of(segment.source, segment.destination).key;
    auto at = seen_.find(key);
    if (at == seen_.end()) {
        if (seen_.size() == connections_max) {
            ++not_looked_at_;
            return;
        }
        at = seen_.emplace(key, Seen{}).first;
    }
    auto& seen = at->second;
    ++seen.segments[to_server ? 1 : 0];
    if (segment.payload.empty()) return;
    seen.has_data = true;
    seen.looks_like_tls = seen.looks_like_tls || may_be_tls_record(segment.payload);
    seen.speaks_http = seen.speaks_http || speaks_http(segment.payload);
}

Directions DirectionCount::result() const {
    Directions result{.not_looked_at = not_looked_at_};
    for (const auto& [key, seen] : seen_) {
        if (!seen.has_data) continue;
        ++result.connections;
        if (seen.looks_like_tls && !seen.speaks_http) ++result.tls;
        const auto [from_server, to_server] = seen.segments;
        if (from_server == 0 && to_server >= segments_to_be_sure) ++result.without_answers;
        if (to_server == 0 && from_server >= segments_to_be_sure) ++result.without_requests;
    }
    return result;
}

}  // namespace shadowdiff::pipeline
