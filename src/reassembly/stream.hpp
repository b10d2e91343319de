// SPDX-License-Identifier: Apache-2.0
// One direction of one connection, put back in order. Never waits by itself: the table says when a
// hole is given up.
#pragma once

#include "base/limits.hpp"
#include "frames/segment.hpp"
#include "reassembly/event_sink.hpp"
#include "reassembly/held_segments.hpp"
#include "reassembly/position.hpp"

#include <cstdint>

namespace shadowdiff::reassembly {

/// Payload, captured or cut; a keep-alive probe's made-up octet is none.
bool carries_data(const frames::Segment& segment);

class Stream {
public:
    /// Of which connection and side the events speak, and when.
    struct Context {
        EventSink& sink;
        const ReassemblyLimits& limits;
        ConnectionId connection = 0;
        Sender sender = Sender::initiator;
        Timestamp at;
        std::uint64_t heard = heard_unknown;  // see Data
        bool peer_began = false;              // the other direction's start is known
    };

    bool is_started() const { return is_started_; }
    bool is_start_known() const { return is_start_known_; }
    bool is_finished() const { return is_finished_; }
    Position next() const { return next_; }

    /// How many bytes of this direction lie before `sequence`, if it is known where it begins.
    std::uint64_t bytes_before(std::uint32_t sequence) const {
        if (!is_start_known_) return heard_unknown;
        const auto position = position_of(sequence, next_);
        return position > first_ ? position - first_ : 0;
    }

    /// True when `sequence` is that of the SYN that began this stream, or can be: data that
    /// overtook its SYN.
    bool began_with(std::uint32_t syn_sequence) const;

    /// The first byte has this sequence number, as the handshake says.
    void start(std::uint32_t sequence);

    /// Payload and FIN of a segment of this direction.
    void feed(const frames::Segment& segment, const Context& context);

    /// The peer has acknowledged everything before `sequence`. `is_first_word`: the peer has sent
    /// nothing yet, so that, as requests come before answers, this stream begins there. True when
    /// that is known by this, and what is held may be in order.
    bool acknowledge(std::uint32_t sequence, bool is_first_word, const ReassemblyLimits& limits);
    /// What is held and follows what was delivered.
    void deliver_what_follows(const Context& context) { deliver_held(next_, context); }

    /// True where this stream is known to begin.
    bool is_first_word(std::uint32_t sequence) const {
        return is_start_known_ && sequence == first_sequence_;
    }

    /// True while something is waited for that may never come: bytes that the peer has and we have
    /// not, so that they will hardly be sent again, or the SYN of this direction.
    bool has_acknowledged_hole() const {
        return is_start_awaited_ || (next_ < acknowledged_ && next_ < acknowledged_data_end());
    }

    /// From when on the grace time of the acknowledged hole counts.
    void note_hole(Timestamp at);

    /// Gives up the acknowledged hole if its time of grace is over.
    void settle_hole(const Context& context);

    /// Delivers everything that is held, with its gaps, because no more will come.
    void flush(const Context& context);

    /// Forgets what is held, so that a closed connection costs next to nothing.
    void drop_held(EventSink& sink);

    /// Could the receiver accept a reset with this sequence number?
    bool accepts_reset(std::uint32_t sequence, const ReassemblyLimits& limits) const;

private:
    struct Range {
        Position start = 0;
        ByteView payload;
        std::uint32_t bytes_cut = 0;
    };

    void begin(std::uint32_t sequence);
    void start_without_handshake(const frames::Segment& segment, const Context& context);
    void stop_awaiting_start(const Context& context);
    void note_fin(Position at);
    Range not_yet_delivered(Range range) const;
    void take(const Range& range, const Context& context);
    void hold(const Range& range, const Context& context);
    void keep_within_bounds(const Context& context);
    void deliver(ByteView bytes, const Context& context);
    void deliver_held(Position lost_until, const Context& context);
    void give_up(Position until, const Context& context);
    void finish_when_due(const Context& context);
    Position acknowledged_data_end() const;

    // In the order of need: nearly every segment is next, and touches the first part alone.
    Position first_ = 0;          // where the stream begins
    Position next_ = 0;           // of the first byte that is not yet delivered
    Position acknowledged_ = 0;   // the peer has everything before it
    Position fin_ = no_position;  // where the FIN stands
    Timestamp delivered_at_;
    std::uint32_t first_sequence_ = 0;
    bool is_started_ = false;
    bool is_start_awaited_ = false;  // its SYN must come: all is held, as if behind a large hole
    bool is_start_known_ = false;    // from the handshake
    bool is_finished_ = false;
    HeldSegments held_;
    Position hole_start_ = 0;  // of the acknowledged hole that we wait for,
    Position hole_end_ = 0;    // as far as it was acknowledged
    Timestamp hole_since_;     // at this time
    std::uint32_t acknowledged_before_start_ = 0;
    bool has_acknowledged_before_start_ = false;
    bool is_start_acknowledged_ = false;  // that acknowledgement tells where the stream begins
};

}  // namespace shadowdiff::reassembly
