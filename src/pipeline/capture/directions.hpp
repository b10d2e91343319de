// SPDX-License-Identifier: Apache-2.0
// Which directions of its connections a capture sees, and which connections carry TLS.
#pragma once

#include "frames/segment.hpp"
#include "reassembly/connection_key.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace shadowdiff::pipeline {

/// Of connections that carried data, in numbers.
struct Directions {
    std::uint64_t connections = 0;
    std::uint64_t without_answers = 0;   // only packets to the server
    std::uint64_t without_requests = 0;  // only packets from it
    std::uint64_t tls = 0;
    std::uint64_t not_looked_at = 0;  // segments of connections beyond the bound
    bool operator==(const Directions&) const = default;
};

/// Whether the segment goes to the server: by its ports if they are given, by SYN, else by the
/// lower port.
bool goes_to_server(const frames::Segment& segment, std::span<const std::uint16_t> ports);

class DirectionCount {
public:
    void take(const frames::Segment& segment, bool to_server);
    Directions result() const;

private:
    static constexpr std::size_t connections_max = 65'536;  // as many as are reassembled at once

    struct Seen {
        std::array<std::uint64_t, 2> segments{};  // from the server, to the server
        bool has_data = false;
        bool looks_like_tls = false;
        bool speaks_http = false;
    };
    boost::unordered_flat_map<reassembly::ConnectionKey, Seen, reassembly::ConnectionHash> seen_;
    std::uint64_t not_looked_at_ = 0;
};

}  // namespace shadowdiff::pipeline
