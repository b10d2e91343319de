// SPDX-License-Identifier: Apache-2.0
// Stream events gathered into one text for each direction, so that a test compares strings:
// bytes as they are, "[gap 3]" where three are missing, "[fin]" at the end.
#pragma once

#include "frames/segment.hpp"
#include "reassembly/connections.hpp"
#include "tests/support/packets.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace shadowdiff::test {

struct SeenConnection {
    reassembly::Opened opened;
    std::string initiator;
    std::string responder;
    std::optional<reassembly::CloseCause> closed;
    Timestamp last_data_at;
    std::vector<std::uint64_t> heard;  // of each piece of data, in order
};

class SeenConnections {
public:
    /// Throws std::logic_error when the events break a promise of stream_event.hpp.
    void add(std::span<const reassembly::StreamEvent> events);

    const std::vector<SeenConnection>& all() const { return connections_; }
    bool all_closed() const;

private:
    SeenConnection& open_one(reassembly::ConnectionId id);
    void add(const reassembly::StreamEvent& event);

    std::vector<SeenConnection> connections_;  // by id, which counts from 1
};

/// Feeds the packets and the end of the capture.
std::vector<SeenConnection> reassemble(const std::vector<TcpPacket>& packets,
                                       const ReassemblyLimits& limits = {});

/// The same for a conversation as text; see packets.hpp.
std::vector<SeenConnection> reassemble(std::string_view conversation,
                                       const TcpOptions& options = {},
                                       const ReassemblyLimits& limits = {});

}  // namespace shadowdiff::test
