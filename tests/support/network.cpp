// SPDX-License-Identifier: Apache-2.0
#include "tests/support/network.hpp"

#include "tests/support/packets.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace shadowdiff::test {
namespace {

std::size_t offset_of(const KnownSegment& sent, const KnownTraffic& traffic) {
    const auto& connection = traffic.connections[sent.connection];
    return sent.segment.sequence - connection.first_sequence(sent.from_client);
}

// The same bytes, and some that were sent before, in one segment with boundaries of its own.
KnownSegment again(Dice& dice, const KnownSegment& sent, const KnownTraffic& traffic) {
    const auto& connection = traffic.connections[sent.connection];
    const auto sent_end = offset_of(sent, traffic) + sent.segment.payload.size();
    const auto start = sent_end - std::min(sent_end, dice.between(1, 3'000));
    const auto end = dice.between(start + 1, sent_end);
    auto repeated = sent;
    repeated.is_repeat = true;
    repeated.segment.flags = {.ack = true};
    repeated.segment.sequence =
        connection.first_sequence(sent.from_client) + static_cast<std::uint32_t>(start);
    repeated.segment.payload =
        ByteView{connection.bytes(sent.from_client)}.substr(start, end - start);
    return repeated;
}

// One segment becomes two, or is followed by one that repeats; both are as the sender may do it.
std::vector<KnownSegment> resegment(Dice& dice, const KnownTraffic& traffic) {
    std::vector<KnownSegment> segments;
    segments.reserve(traffic.segments.size() * 3 / 2);
    for (const auto& sent : traffic.segments) {
        const auto size = sent.segment.payload.size();
        segments.push_back(sent);
        if (size > 1 && dice.one_in(4)) {
            auto second = sent;
            const auto at = dice.between(1, size - 1);
            segments.back().segment.payload = sent.segment.payload.substr(0, at);
            second.segment.payload = sent.segment.payload.substr(at);
            second.segment.sequence += static_cast<std::uint32_t>(at);
            segments.push_back(second);
        }
        if (size > 0 && dice.one_in(8)) segments.push_back(again(dice, sent, traffic));
        if (dice.one_in(16)) segments.push_back(sent);
    }
    return segments;
}

std::vector<KnownSegment> lose(Dice& dice, std::vector<KnownSegment> segments, const Damage& how) {
    if (how.one_lost_in == 0) return segments;
    std::size_t losing = 0;
    std::erase_if(segments, [&](const KnownSegment& one) {
        if (one.segment.flags.syn && !how.loses_handshake) return false;
        const bool begins = losing == 0 && dice.one_in(how.one_lost_in);
        if (begins) losing = dice.between(1, how.lost_in_a_row);
        return losing > 0 && losing-- > 0;
    });
    return segments;
}

// Segments before `fence` stay before it.
std::vector<KnownSegment> permute(Dice& dice, const std::vector<KnownSegment>& segments,
                                  const Damage& how, std::size_t fence) {
    struct Place {
        std::size_t place;
        bool is_end;
        std::size_t index;
    };
    std::vector<Place> places;
    places.reserve(segments.size());
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const bool is_end = how.keeps_end_last && segments[i].segment.flags.fin;
        const auto place = i + (is_end ? how.window : dice.below(how.window + 1));
        places.push_back({i < fence ? std::min(place, fence - 1) : place, is_end, i});
    }
    // Those of one place go backwards, so that neighbours change places too.
    std::ranges::sort(places, [](const Place& one, const Place& other) {
        return std::tuple{one.place, one.is_end, other.index} <
               std::tuple{other.place, other.is_end, one.index};
    });
    std::vector<KnownSegment> permuted;
    permuted.reserve(segments.size());
    for (const auto& place : places) permuted.push_back(segments[place.index]);
    return permuted;
}

// Only the SYNs that were captured are waited for.
std::vector<KnownSegment> with_handshakes_first(const std::vector<KnownSegment>& segments,
                                                std::size_t connections) {
    struct Beginning {
        std::size_t syns_to_come = 0;
        std::vector<KnownSegment> waiting;
    };
    std::vector<Beginning> beginnings(connections);
    for (const auto& one : segments) {
        if (one.segment.flags.syn) ++beginnings[one.connection].syns_to_come;
    }
    std::vector<KnownSegment> ordered;
    ordered.reserve(segments.size());
    for (const auto& one : segments) {
        auto& beginning = beginnings[one.connection];
        if (one.segment.flags.syn) {
            --beginning.syns_to_come;
            ordered.push_back(one);
        } else {
            beginning.waiting.push_back(one);
        }
        if (beginning.syns_to_come > 0) continue;
        ordered.insert(ordered.end(), beginning.waiting.begin(), beginning.waiting.end());
        beginning.waiting.clear();
    }
    return ordered;
}

}  // namespace

std::vector<KnownSegment> damage(Dice& dice, const KnownTraffic& traffic, const Damage& how) {
    auto segments = lose(dice, resegment(dice, traffic), how);
    const auto fence = how.quiet == Duration{0} ? 0 : dice.between(1, segments.size() - 1);
    segments = permute(dice, segments, how, fence);
    if (how.keeps_handshake_first) {
        segments = with_handshakes_first(segments, traffic.connections.size());
    }
    auto at = packets_start;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        at += how.step + (fence > 0 && i == fence ? how.quiet : Duration{0});
        segments[i].segment.at = at;
    }
    return segments;
}

namespace {

struct Range {
    std::size_t start;
    std::size_t end;
    auto operator<=>(const Range&) const = default;
};

// How many bytes lie between sorted ranges, and where the last of them ends.
struct Holes {
    std::uint64_t bytes = 0;
    std::size_t end = 0;
};

Holes holes_between(std::vector<Range> ranges) {
    std::ranges::sort(ranges);
    Holes holes;
    for (const auto& range : ranges) {
        if (range.start > holes.end) holes.bytes += range.start - holes.end;
        holes.end = std::max(holes.end, range.end);
    }
    return holes;
}

}  // namespace

Missing missing_from(const std::vector<KnownSegment>& captured, const KnownTraffic& traffic) {
    struct Direction {
        std::vector<Range> all;
        std::vector<Range> sent_first;
        bool has_syn = false;
        bool has_fin = false;
    };
    std::vector<Direction> directions(traffic.connections.size() * 2);
    for (const auto& one : captured) {
        auto& direction = directions[one.connection * 2 + (one.from_client ? 1 : 0)];
        direction.has_syn = direction.has_syn || one.segment.flags.syn;
        direction.has_fin = direction.has_fin || one.segment.flags.fin;
        if (one.segment.payload.empty()) continue;
        const auto start = offset_of(one, traffic);
        const Range range{start, start + one.segment.payload.size()};
        direction.all.push_back(range);
        if (!one.is_repeat) direction.sent_first.push_back(range);
    }
    Missing missing;
    bool is_whole = true;  // the connection, as far as its directions were looked at
    for (std::size_t i = 0; i < directions.size(); ++i) {
        const auto& direction = directions[i];
        const auto size = traffic.connections[i / 2].bytes(i % 2 == 1).size();
        const auto all = holes_between(direction.all);
        const auto sent_first = holes_between(direction.sent_first);
        missing.bytes_inside += all.bytes;
        missing.bytes += all.bytes + size - all.end;
        missing.bytes_at_first += sent_first.bytes + size - sent_first.end;
        missing.ends += direction.has_fin ? 0 : 1;
        missing.beginnings += direction.has_syn ? 0 : 1;
        is_whole = is_whole && direction.has_syn && direction.has_fin && sent_first.bytes == 0 &&
                   sent_first.end == size;
        if (i % 2 == 0) continue;
        if (is_whole) missing.whole.push_back(i / 2);
        is_whole = true;
    }
    return missing;
}

}  // namespace shadowdiff::test
