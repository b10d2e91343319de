// SPDX-License-Identifier: Apache-2.0
// One TCP connection: its two streams, and whether a segment belongs to it at all.
#pragma once

#include "reassembly/connection_key.hpp"
#include "reassembly/stream.hpp"

#include <boost/intrusive/list.hpp>

#include <array>
#include <cstdint>

namespace shadowdiff::reassembly {

/// What a segment with a known pair of endpoints means to the connection that has them.
enum class Belonging : std::uint8_t {
    ours,
    stale,         // says nothing new: a late packet of a connection that has ended
    of_a_new_one,  // the pair of endpoints is used again
};

struct Connection {
    using Hook = boost::intrusive::list_member_hook<>;

    ConnectionId id = 0;
    ConnectionKey key;
    bool initiator_is_low = true;
    bool is_closed = false;           // remembered, so that its last packets open no new one
    bool ended_in_order = false;      // … by the FINs of both sides
    std::array<bool, 2> was_heard{};  // by Sender: a packet of that side was seen
    bool has_delivered = false;       // data of either side
    Timestamp last_seen;
    Timestamp listed_at;  // when it became the youngest
    Timestamp hole_watched_since;
    std::array<Stream, 2> streams;  // by Sender
    Hook age_hook;                  // in the table's list of all, by age
    Hook hole_hook;                 // in the table's list of those with acknowledged holes

    Sender sender(bool from_low) const {
        return from_low == initiator_is_low ? Sender::initiator : Sender::responder;
    }
    Stream& stream(Sender sender) { return streams[static_cast<std::size_t>(sender)]; }
    const Stream& stream(Sender sender) const { return streams[static_cast<std::size_t>(sender)]; }
    bool is_finished() const { return streams[0].is_finished() && streams[1].is_finished(); }
    bool has_acknowledged_hole() const {
        return streams[0].has_acknowledged_hole() || streams[1].has_acknowledged_hole();
    }
};

Belonging belonging(const Connection& connection, Sender sender, const frames::Segment& segment,
                    const ReassemblyLimits& limits);

}  // namespace shadowdiff::reassembly
