// SPDX-License-Identifier: Apache-2.0
// TCP segments -> connections: the table of all connections, bounded, oldest given up first.
#pragma once

#include "base/coverage.hpp"
#include "base/limits.hpp"
#include "frames/segment.hpp"
#include "reassembly/stream_event.hpp"

#include <cstdint>
#include <memory>
#include <span>

namespace shadowdiff::reassembly {

/// Which ids connections get: those of tables that share the traffic of one capture do not meet.
struct ConnectionIds {
    ConnectionId first = 1;
    ConnectionId step = 1;
};

/// What the table knows of a segment's pair of endpoints.
enum class Acquaintance : std::uint8_t { none, open, closed };

/// Puts every connection's two directions back in order (RFC 9293, section 3.4: sequence numbers
/// modulo 2^32). Time is that of the packets; no clock is read.
class Connections {
public:
    explicit Connections(ReassemblyLimits limits = {}, ConnectionIds ids = {});
    ~Connections();

    /// What this segment makes known. Valid until the next call.
    std::span<const StreamEvent> feed(const frames::Segment& segment);

    Acquaintance acquaintance(const frames::Segment& segment) const;

    /// The segment's connection, if it is open, is left out from here on: what is waiting is
    /// delivered with its gaps, and it is closed and forgotten.
    std::span<const StreamEvent> shed(const frames::Segment& segment);

    /// The capture has ended: what is still waiting is delivered with its gaps, all is closed.
    std::span<const StreamEvent> finish(Timestamp at);

    /// Gap bytes and evictions so far.
    const Coverage& coverage() const;

private:
    struct Table;
    std::unique_ptr<Table> table_;
};

}  // namespace shadowdiff::reassembly
