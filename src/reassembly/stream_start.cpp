// SPDX-License-Identifier: Apache-2.0
// Where a stream begins: at its SYN, where its peer says it stands, or with the first bytes seen.
#include "reassembly/stream.hpp"

#include <algorithm>

namespace shadowdiff::reassembly {
namespace {

// How much data can have overtaken the packets in front of it when we first see a stream.
constexpr std::int32_t overtaken_max = 1 << 20;

}  // namespace

bool Stream::began_with(std::uint32_t syn_sequence) const {
    const auto overtaken = distance(syn_sequence + 1, first_sequence_);
    return is_started_ && overtaken >= 0 && overtaken <= (is_start_known_ ? 0 : overtaken_max);
}

void Stream::begin(std::uint32_t sequence) {
    is_started_ = true;
    first_sequence_ = sequence;
    first_ = first_position(sequence);
    next_ = first_;
    acknowledged_ = next_;
}

void Stream::start(std::uint32_t sequence) {
    if (is_start_awaited_) {
        const auto at = position_of(sequence, held_.start());
        if (at > held_.start()) return;
        is_start_awaited_ = false;
        first_sequence_ = sequence;
        first_ = at;
        next_ = at;
        acknowledged_ = std::max(acknowledged_, at);
    } else if (is_started_) {
        return;
    } else {
        begin(sequence);
    }
    is_start_known_ = true;
}

// What the peer acknowledged before tells where the stream stands, even if this segment has
// overtaken the bytes from there on, or they were lost. Where the peer's SYN was seen, ours is due.
void Stream::start_without_handshake(const frames::Segment& segment, const Context& context) {
    const auto overtaken = distance(acknowledged_before_start_, segment.sequence);
    const bool is_told =
        has_acknowledged_before_start_ && overtaken >= 0 && overtaken <= overtaken_max;
    is_start_known_ = is_told && is_start_acknowledged_;
    begin(is_told ? acknowledged_before_start_ : segment.sequence);
    if (is_start_known_) return;
    if (context.peer_began && !is_told && !segment.payload.empty()) {
        is_start_awaited_ = true;
        next_ -= overtaken_max;
        acknowledged_ = next_;
        return;
    }
    context.sink.events.emplace_back(JoinedLate{context.connection, context.at, context.sender});
}

// It did not come. What the peer acknowledged since may still tell where the stream stands.
void Stream::stop_awaiting_start(const Context& context) {
    if (!is_start_awaited_) return;
    is_start_awaited_ = false;
    next_ = acknowledged_ > next_ ? std::min(acknowledged_, held_.start()) : held_.start();
    first_ = next_;
    first_sequence_ = static_cast<std::uint32_t>(next_);
    context.sink.events.emplace_back(JoinedLate{context.connection, context.at, context.sender});
    deliver_held(next_, context);
}

}  // namespace shadowdiff::reassembly
