// SPDX-License-Identifier: Apache-2.0
#include "reassembly/held_segments.hpp"

#include <algorithm>
#include <iterator>

namespace shadowdiff::reassembly {
namespace {

// A tree node with its allocation, roughly: without it, segments of one byte would be free.
constexpr std::size_t segment_overhead = 128;

Position end_of(Position start, const HeldSegment& segment) { return start + segment.bytes.size(); }

}  // namespace

void HeldSegments::add(Segments::const_iterator before, Position start, HeldSegment segment) {
    cost_ += segment.bytes.size() + segment_overhead;
    segments_.emplace_hint(before, start, std::move(segment));
}

void HeldSegments::insert(Position start, ByteView payload, std::uint32_t bytes_cut, Timestamp at) {
    const auto end = start + payload.size();
    auto next = segments_.upper_bound(start);
    auto from = start;
    if (next != segments_.begin()) {
        const auto& [held_start, held] = *std::prev(next);
        from = std::max(from, end_of(held_start, held));
    }
    while (from < end) {
        const auto to = next == segments_.end() ? end : std::min(end, next->first);
        if (from < to) {
            const auto piece = payload.substr(from - start, to - from);
            add(next, from, {Bytes{piece}, to == end ? bytes_cut : 0, at});
        }
        if (to == end) return;
        from = end_of(next->first, next->second);
        ++next;
    }
}

Position HeldSegments::end() const {
    if (segments_.empty()) return 0;
    const auto& [start, segment] = *segments_.rbegin();
    return end_of(start, segment) + segment.bytes_cut;
}

HeldSegment HeldSegments::take_first() {
    auto node = segments_.extract(segments_.begin());
    cost_ -= node.mapped().bytes.size() + segment_overhead;
    return std::move(node.mapped());
}

}  // namespace shadowdiff::reassembly
