// SPDX-License-Identifier: Apache-2.0
#include "frames/fragments.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::frames {
namespace {

constexpr std::uint32_t packet_bytes_max = 65'535;
// What a fragment costs beside its bytes, so that many tiny ones are bounded too.
constexpr std::size_t fragment_overhead = 64;

void append(Bytes& to, std::uint64_t number) {
    to.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// RFC 791: addresses, identification and protocol. In IPv6 the protocol is not part of it.
Hash128 key_of(const Frame& frame) {
    Bytes key;
    for (const auto* address : {&frame.source, &frame.destination}) {
        key.append(reinterpret_cast<const char*>(address->octets.data()), address->octets.size());
    }
    const bool is_v6 = frame.source.is_v6;
    append(key, frame.fragment.id);
    append(key, is_v6 ? 0x100U : frame.fragment.protocol);
    return hash128(key);
}

Hash128 identity_of(const Frame& frame) {
    const auto place = std::uint64_t{frame.fragment.offset} << 1U | (frame.fragment.more ? 1U : 0U);
    return hash128(frame.bytes, place);
}

}  // namespace

std::expected<std::optional<Fragments::Whole>, Blind> Fragments::take(const Frame& frame,
                                                                      Timestamp at) {
    const auto& fragment = frame.fragment;
    const auto length = static_cast<std::uint32_t>(frame.bytes.size()) + frame.cut;
    const auto end = fragment.offset + length;
    const bool is_sound = length > 0 && length <= packet_bytes_max && end <= packet_bytes_max &&
                          (!fragment.more || length % 8 == 0);
    if (!is_sound) return cannot_decode;

    give_up_old(at);
    const auto key = key_of(frame);
    const auto identity = identity_of(frame);
    if (const auto known = by_key_.find(key); known != by_key_.end()) {
        const auto packet = known->second;
        if (std::ranges::find(packet->seen, identity) != packet->seen.end()) return std::nullopt;
        const bool is_full = packet->seen.size() >= limits_.fragments_max;
        if (packet->is_done || is_full) give_up(packet);  // done: its number is used again
        if (is_full) return std::unexpected{Blind::ip_fragments};
    }
    make_room(frame.bytes.size() + fragment_overhead, key);
    auto& packet = packet_of(key, at);
    if (contradicts(packet, fragment, end)) return std::unexpected{Blind::ip_fragments};
    packet.seen.push_back(identity);
    bytes_held_ += fragment_overhead;
    insert(packet, frame, end);
    return whole_of(packet);
}

void Fragments::finish() {
    while (!packets_.empty()) give_up(packets_.begin());
}

Fragments::Packet& Fragments::packet_of(const Hash128& key, Timestamp at) {
    if (const auto known = by_key_.find(key); known != by_key_.end()) return *known->second;
    packets_.push_back({.key = key, .first_at = at});
    by_key_.emplace(key, std::prev(packets_.end()));
    return packets_.back();
}

// The last fragment says how long the packet is; the first one that says so is believed.
bool Fragments::contradicts(const Packet& packet, const Fragment& fragment,
                            std::uint32_t end) const {
    if (packet.length) return end > *packet.length || (!fragment.more && end != *packet.length);
    return !fragment.more && end < packet.last_end;
}

// Only where nothing is yet: the first fragment wins.
void Fragments::insert(Packet& packet, const Frame& frame, std::uint32_t end) {
    const auto& fragment = frame.fragment;
    packet.last_end = std::max(packet.last_end, end);
    if (!fragment.more) packet.length = end;
    if (fragment.offset == 0 || !frame.source.is_v6) packet.protocol = fragment.protocol;
    auto& pieces = packet.pieces;
    auto at = fragment.offset;
    auto next = std::ranges::upper_bound(pieces, at, {}, &Piece::end);
    while (at < end) {
        const auto stop = next == pieces.end() ? end : std::min(end, next->begin);
        if (at < stop) {
            const auto held = std::min<std::size_t>(frame.bytes.size(), at - fragment.offset);
            Piece piece{at, stop, Bytes{frame.bytes.substr(held, stop - at)}};
            bytes_held_ += piece.bytes.size();
            next = std::next(pieces.insert(next, std::move(piece)));
        }
        if (next == pieces.end()) break;
        at = next->end;
        ++next;
    }
}

std::optional<Fragments::Whole> Fragments::whole_of(Packet& packet) {
    if (!packet.length) return std::nullopt;
    std::uint32_t reached = 0;
    for (const auto& piece : packet.pieces) {
        if (piece.begin != reached) return std::nullopt;
        reached = piece.end;
    }
    if (reached != *packet.length) return std::nullopt;

    whole_.clear();
    for (const auto& piece : packet.pieces) {
        whole_ += piece.bytes;
        if (whole_.size() < piece.end) break;  // cut there: what follows has no place any more
    }
    release_bytes(packet);
    packet.is_done = true;
    return Whole{.bytes = whole_,
                 .cut = *packet.length - static_cast<std::uint32_t>(whole_.size()),
                 .protocol = packet.protocol};
}

void Fragments::release_bytes(Packet& packet) {
    for (const auto& piece : packet.pieces) bytes_held_ -= piece.bytes.size();
    packet.pieces = {};
}

void Fragments::give_up(Packets::iterator packet) {
    if (!packet->is_done) given_up_ += packet->seen.size();
    release_bytes(*packet);
    bytes_held_ -= packet->seen.size() * fragment_overhead;
    by_key_.erase(packet->key);
    packets_.erase(packet);
}

// The oldest go first; never the one that the fragment at hand belongs to, unless it is alone.
void Fragments::make_room(std::size_t bytes, const Hash128& wanted) {
    const bool is_new = !by_key_.contains(wanted);
    while (!packets_.empty()) {
        const bool has_room = bytes_held_ + bytes <= limits_.fragments_bytes_max &&
                              (!is_new || packets_.size() < limits_.fragmented_packets_max);
        if (has_room) return;
        auto oldest = packets_.begin();
        if (oldest->key == wanted && packets_.size() > 1) ++oldest;
        give_up(oldest);
    }
}

void Fragments::give_up_old(Timestamp now) {
    const auto is_old = [&](Timestamp first) {
        const auto age = static_cast<std::uint64_t>(now.time_since_epoch().count()) -
                         static_cast<std::uint64_t>(first.time_since_epoch().count());
        return first < now && age > static_cast<std::uint64_t>(limits_.fragment_age_max.count());
    };
    while (!packets_.empty() && is_old(packets_.front().first_at)) give_up(packets_.begin());
}

}  // namespace shadowdiff::frames
