// SPDX-License-Identifier: Apache-2.0
#include "tests/support/packets.hpp"

#include "tests/support/conversation.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <string>

namespace shadowdiff::test {
namespace {

struct TurnMark {
    std::size_t cut = 0;
    std::chrono::milliseconds pause{0};
};

struct PacketMark {
    std::string verb;
    std::size_t first = 0;
    std::size_t second = 0;
};

struct Marks {
    std::vector<TurnMark> turns;  // one for each turn of the conversation
    std::vector<PacketMark> packets;
};

// Reads one "# verb n [m]" line; other comments are left alone.
void read_mark(const std::string& line, TurnMark& next_turn, std::vector<PacketMark>& packets) {
    std::istringstream words{line.substr(1)};
    PacketMark mark;
    if (!(words >> mark.verb >> mark.first)) return;
    const bool has_second = static_cast<bool>(words >> mark.second);
    if (mark.verb == "cut") {
        next_turn.cut = mark.first;
    } else if (mark.verb == "pause") {
        next_turn.pause = std::chrono::milliseconds{mark.first};
    } else if (mark.verb == "lose" || mark.verb == "repeat" ||
               (mark.verb == "swap" && has_second)) {
        packets.push_back(mark);
    }
}

Marks read_marks(std::string_view conversation) {
    Marks marks;
    TurnMark next_turn;
    std::string speaker;
    std::istringstream lines{std::string{conversation}};
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#')) read_mark(line, next_turn, marks.packets);
        if (!line.starts_with(">>>") && !line.starts_with("<<<")) continue;
        if (line.substr(0, 3) == speaker) continue;
        speaker = line.substr(0, 3);
        marks.turns.push_back(next_turn);
        next_turn = {};
    }
    return marks;
}

// Both sides' sequence numbers, and the packets sent so far.
class Sending {
public:
    explicit Sending(const TcpOptions& options)
        : options_{options}, next_{options.server_isn, options.client_isn} {}

    void add(bool from_client, frames::TcpFlags flags, Bytes payload = {}) {
        const auto length = static_cast<std::uint32_t>(payload.size());
        TcpPacket packet;
        packet.number = packets_.size() + 1;
        packet.source = from_client ? options_.client : options_.server;
        packet.destination = from_client ? options_.server : options_.client;
        packet.sequence = next_[from_client];
        packet.acknowledgement = flags.ack ? next_[!from_client] : 0;
        packet.flags = flags;
        packet.payload = std::move(payload);
        packet.pause_before = pause_;
        pause_ = {};
        next_[from_client] += length + (flags.syn ? 1 : 0) + (flags.fin ? 1 : 0);
        packets_.push_back(std::move(packet));
    }
    void handshake() {
        if (!options_.handshake) {
            ++next_[0];
            ++next_[1];
            return;
        }
        add(true, {.syn = true});
        add(false, {.syn = true, .ack = true});
        add(true, {.ack = true});
    }
    void turn(const Turn& turn, const TurnMark& mark) {
        pause_ = mark.pause;
        const auto step = mark.cut == 0 ? options_.segment_bytes : mark.cut;
        for (std::size_t at = 0; at < turn.bytes.size(); at += step) {
            add(turn.from_client, {.ack = true}, turn.bytes.substr(at, step));
        }
    }
    void fins(bool client_first) {
        if (!options_.fins) return;
        add(client_first, {.ack = true, .fin = true});
        add(!client_first, {.ack = true, .fin = true});
        add(client_first, {.ack = true});
    }
    std::vector<TcpPacket> take() { return std::move(packets_); }

private:
    const TcpOptions& options_;
    std::uint32_t next_[2];  // by from_client
    std::chrono::milliseconds pause_{0};
    std::vector<TcpPacket> packets_;
};

std::vector<TcpPacket>::iterator find(std::vector<TcpPacket>& packets, std::size_t number) {
    const auto found = std::ranges::find(packets, number, &TcpPacket::number);
    if (found == packets.end()) throw std::invalid_argument{"packets: a mark names no packet"};
    return found;
}

void apply(const PacketMark& mark, std::vector<TcpPacket>& packets) {
    const auto first = find(packets, mark.first);
    if (mark.verb == "lose") {
        packets.erase(first);
    } else if (mark.verb == "repeat") {
        const TcpPacket copy = *first;
        packets.insert(first + 1, copy);
    } else {
        std::iter_swap(first, find(packets, mark.second));
    }
}

Endpoint endpoint(bool is_v6, std::uint8_t last_octet, std::uint16_t port) {
    Endpoint made;
    made.address.is_v6 = is_v6;
    made.address.octets[0] = is_v6 ? 0xfd : 10;
    made.address.octets[is_v6 ? 15 : 3] = last_octet;
    made.port = port;
    return made;
}

}  // namespace

Endpoint endpoint_v4(std::uint8_t last_octet, std::uint16_t port) {
    return endpoint(false, last_octet, port);
}

Endpoint endpoint_v6(std::uint8_t last_octet, std::uint16_t port) {
    return endpoint(true, last_octet, port);
}

frames::Segment TcpPacket::segment() const {
    return {.at = at,
            .source = source,
            .destination = destination,
            .sequence = sequence,
            .acknowledgement = acknowledgement,
            .flags = flags,
            .payload = payload,
            .bytes_cut = 0};
}

std::vector<TcpPacket> build_packets(std::string_view conversation, const TcpOptions& options) {
    const auto turns = parse_conversation(conversation);
    const auto marks = read_marks(conversation);
    Sending sending{options};
    sending.handshake();
    for (std::size_t i = 0; i < turns.size(); ++i) sending.turn(turns[i], marks.turns[i]);
    sending.fins(turns.empty() || turns.back().from_client);

    auto packets = sending.take();
    for (const auto& mark : marks.packets) apply(mark, packets);
    auto at = options.start;
    for (auto& packet : packets) {
        at += packet.pause_before;
        packet.at = at;
        at += options.step;
    }
    return packets;
}

}  // namespace shadowdiff::test
