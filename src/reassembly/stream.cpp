// SPDX-License-Identifier: Apache-2.0
#include "reassembly/stream.hpp"

#include <algorithm>

namespace shadowdiff::reassembly {
namespace {

bool is_keep_alive_probe(const frames::Segment& segment) {
    return segment.payload.size() == 1 && segment.payload[0] == '\0' && !segment.flags.fin;
}

}  // namespace

bool carries_data(const frames::Segment& segment) {
    if (is_keep_alive_probe(segment)) return false;
    return !segment.payload.empty() || segment.bytes_cut != 0;
}

void Stream::feed(const frames::Segment& segment, const Context& context) {
    const std::uint32_t syn = segment.flags.syn ? 1 : 0;
    if (segment.flags.syn) {
        start(segment.sequence + syn);
        deliver_held(next_, context);
    } else if (!is_started_) {
        if (!segment.flags.fin && !carries_data(segment)) return;
        start_without_handshake(segment, context);
    }
    Range range{position_of(segment.sequence + syn, next_), segment.payload, segment.bytes_cut};
    const bool is_in_order = range.start == next_ && held_.empty() && range.bytes_cut == 0;
    if (segment.flags.fin) note_fin(range.start + range.payload.size() + range.bytes_cut);
    if (is_in_order && range.start + range.payload.size() <= fin_) {
        if (!range.payload.empty()) deliver(range.payload, context);
    } else {
        range = not_yet_delivered(range);
        if (!range.payload.empty() || range.bytes_cut != 0) take(range, context);
    }
    finish_when_due(context);
}

void Stream::note_fin(Position at) {
    // One before `next_`: the FIN itself was taken for a lost byte. One that stands before bytes
    // that came is not this stream's.
    if (fin_ == no_position && at + 1 >= next_ && at >= held_.end()) fin_ = at;
}

// What of the range lies between the delivered bytes and the FIN.
Stream::Range Stream::not_yet_delivered(Range range) const {
    if (range.start < next_) {
        const auto old = std::min<Position>(next_ - range.start, range.payload.size());
        range.payload.remove_prefix(old);
        const auto old_cut = std::min<Position>(next_ - range.start - old, range.bytes_cut);
        range.bytes_cut -= static_cast<std::uint32_t>(old_cut);
        range.start = next_;
    }
    const auto room = fin_ > range.start ? fin_ - range.start : 0;
    range.payload = range.payload.substr(0, room);
    range.bytes_cut = static_cast<std::uint32_t>(
        std::min<Position>(range.bytes_cut, room - range.payload.size()));
    return range;
}

void Stream::take(const Range& range, const Context& context) {
    const auto end = range.start + range.payload.size();
    if (range.start != next_ || end > held_.start()) return hold(range, context);
    if (!range.payload.empty()) deliver(range.payload, context);
    deliver_held(end + range.bytes_cut, context);
}

void Stream::hold(const Range& range, const Context& context) {
    context.sink.held_cost -= held_.cost();
    held_.insert(range.start, range.payload, range.bytes_cut, context.at);
    context.sink.held_cost += held_.cost();
    deliver_held(next_, context);
    keep_within_bounds(context);
}

void Stream::keep_within_bounds(const Context& context) {
    const auto is_over = [&] {
        return !held_.empty() && (held_.cost() > context.limits.out_of_order_bytes_max ||
                                  context.sink.held_cost > context.limits.out_of_order_total_max);
    };
    if (is_over()) stop_awaiting_start(context);
    while (is_over()) deliver_held(held_.start(), context);
}

void Stream::deliver(ByteView bytes, const Context& context) {
    next_ += bytes.size();
    delivered_at_ = context.at;
    // Made where it stays: a copy would wait for its parts to be stored.
    context.sink.events.emplace_back(std::in_place_type<Data>, context.connection, context.at,
                                     context.sender, bytes, context.heard);
}

// Delivers what is held and now in order. Holes before `lost_until` are gaps.
void Stream::deliver_held(Position lost_until, const Context& context) {
    auto& sink = context.sink;
    while (held_.start() == next_ || next_ < lost_until) {
        if (held_.start() != next_) {
            give_up(std::min(lost_until, held_.start()), context);
            continue;
        }
        sink.held_cost -= held_.cost();
        auto held = held_.take_first();
        sink.held_cost += held_.cost();
        const auto& bytes = sink.lent.emplace_front(std::move(held.bytes));
        auto when = context;
        // Bytes are complete when the last of them and of those before them has come.
        when.at = std::max(held.at, delivered_at_);
        when.heard = heard_unknown;
        deliver(bytes, when);
        lost_until = std::max(lost_until, next_ + held.bytes_cut);
    }
}

void Stream::give_up(Position until, const Context& context) {
    context.sink.events.emplace_back(
        Gap{context.connection, context.at, context.sender, until - next_});
    context.sink.coverage.add(Blind::gap_bytes, until - next_);
    next_ = until;
}

void Stream::finish_when_due(const Context& context) {
    if (is_finished_ || next_ < fin_) return;
    is_finished_ = true;
    next_ = fin_ + 1;
    context.sink.events.emplace_back(Finished{context.connection, context.at, context.sender});
}

bool Stream::acknowledge(std::uint32_t sequence, bool is_first_word,
                         const ReassemblyLimits& limits) {
    if (!is_started_) {
        if (is_start_acknowledged_) return false;
        acknowledged_before_start_ = sequence;
        has_acknowledged_before_start_ = true;
        is_start_acknowledged_ = is_first_word;
        return false;
    }
    if (is_start_awaited_ && is_first_word) {
        start(sequence);
        return true;
    }
    const auto position = position_of(sequence, next_);
    const auto believed_max = std::max(next_, held_.end()) + limits.unseen_bytes_max;
    if (position > acknowledged_ && position <= believed_max) acknowledged_ = position;
    return false;
}

// Without the sequence number of a FIN that we may not have seen.
Position Stream::acknowledged_data_end() const {
    const bool may_be_fin = held_.empty() && fin_ == no_position && acknowledged_ == next_ + 1;
    return may_be_fin ? next_ : std::min(acknowledged_, fin_);
}

void Stream::note_hole(Timestamp at) {
    if (!has_acknowledged_hole() || hole_start_ == next_) return;
    hole_start_ = next_;
    hole_end_ = acknowledged_data_end();
    hole_since_ = at;
}

// What was acknowledged since may still be on its way, and has its own time of grace.
void Stream::settle_hole(const Context& context) {
    if (!has_acknowledged_hole()) return;
    if (context.at - hole_since_ < context.limits.gap_grace) return;
    stop_awaiting_start(context);
    deliver_held(std::min(hole_end_, acknowledged_data_end()), context);
    note_hole(context.at);
    finish_when_due(context);
}

void Stream::flush(const Context& context) {
    if (!is_started_ || is_finished_) return;
    stop_awaiting_start(context);
    const auto data_end = std::max(acknowledged_data_end(), held_.end());
    deliver_held(fin_ == no_position ? data_end : fin_, context);
    finish_when_due(context);
}

void Stream::drop_held(EventSink& sink) {
    sink.held_cost -= held_.cost();
    held_ = {};
}

bool Stream::accepts_reset(std::uint32_t sequence, const ReassemblyLimits& limits) const {
    if (!is_started_) return true;
    const auto position = position_of(sequence, next_);
    const auto known_end = std::max({next_, acknowledged_, held_.end()});
    // The receiver stands at what it acknowledged, or beyond it.
    return position >= std::min(acknowledged_, next_) &&
           position <= known_end + limits.stale_bytes_max;
}

}  // namespace shadowdiff::reassembly
