// SPDX-License-Identifier: Apache-2.0
#include "tests/support/packets.hpp"

#include "tests/support/packet_changes.hpp"
#include "tests/support/packet_marks.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace shadowdiff::test {
namespace {

// How far the sequence numbers of a connection lie beyond those of the one before it.
constexpr std::uint32_t reuse_distance = 100'000'000;

// Where `# wrap` stands, the sequence number of the side's SYN that makes the next turn pass zero.
std::optional<std::uint32_t> wrapping_isn(const ConnectionScript& script, bool from_client) {
    std::uint32_t before = 1;
    const Mark* wrap = nullptr;
    for (const auto& step : script.steps) {
        if (step.mark && step.mark->verb == "wrap") wrap = &*step.mark;
        if (step.mark) continue;
        const auto size = static_cast<std::uint32_t>(step.turn.bytes.size());
        if (wrap && step.turn.from_client == from_client) {
            return -before - static_cast<std::uint32_t>(wrap->signed_number(0, size / 2));
        }
        wrap = nullptr;
        if (step.turn.from_client == from_client) before += size;
    }
    return std::nullopt;
}

// Sends one connection after the other.
class Sending {
public:
    explicit Sending(const TcpOptions& options) : options_{options} {}

    void connection(ConnectionScript script, std::size_t index) {
        if (index > 0 && !script.is_reuse) ++options_.client.port;
        const auto distance = reuse_distance * static_cast<std::uint32_t>(index);
        next_[1] = wrapping_isn(script, true).value_or(options_.client_isn + distance);
        next_[0] = wrapping_isn(script, false).value_or(options_.server_isn + distance);
        is_ended_ = !options_.fins;
        cut_ = 0;
        if (options_.handshake) {
            handshake(script.steps);
        } else {
            ++next_[0];
            ++next_[1];
        }
        for (const auto& step : script.steps) {
            if (step.mark) {
                mark(*step.mark);
            } else {
                turn(step.turn);
            }
        }
    }
    /// FINs of both sides, if nothing else has ended the connection.
    void close() {
        if (is_ended_) return;
        const bool client_first = last_from_client_;
        add(client_first, {.ack = true, .fin = true});
        add(!client_first, {.ack = true, .fin = true});
        add(client_first, {.ack = true});
    }
    std::vector<TcpPacket> take() { return std::move(packets_); }

private:
    TcpPacket& add(bool from_client, frames::TcpFlags flags, Bytes payload = {}) {
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
        return packets_.emplace_back(std::move(packet));
    }
    /// One that does not move the sequence numbers on.
    void add_beside(bool from_client, frames::TcpFlags flags, std::int64_t offset, Bytes payload) {
        const auto next = next_[from_client];
        add(from_client, flags, std::move(payload)).sequence += static_cast<std::uint32_t>(offset);
        next_[from_client] = next;
    }
    // Takes the turns that travel with the SYNs out of the steps.
    void handshake(std::vector<Step>& steps) {
        Bytes with_syn[2];  // by from_client
        bool is_sent_again = false;
        for (const bool from_client : {true, false}) {
            const std::string_view verb = from_client ? "syn data" : "syn ack data";
            const auto wants = [&](const Step& step) {
                return step.mark && step.mark->verb == verb;
            };
            const auto mark = std::ranges::find_if(steps, wants);
            if (mark == steps.end()) continue;
            const auto turn = std::ranges::find_if(steps, [&](const Step& step) {
                return !step.mark && step.turn.from_client == from_client;
            });
            if (turn == steps.end()) throw std::invalid_argument{"packets: no data for the SYN"};
            with_syn[from_client] = turn->turn.bytes;
            if (from_client && !mark->mark->words.empty()) {
                is_sent_again = true;
            } else {
                turn->turn.bytes.clear();
            }
        }
        const auto client_isn = next_[1];
        add(true, {.syn = true}, with_syn[1]);
        if (is_sent_again) next_[1] = client_isn + 1;
        add(false, {.syn = true, .ack = true}, with_syn[0]);
        add(true, {.ack = true});
    }
    void mark(const Mark& mark) {
        if (mark.verb == "cut") {
            cut_ = mark.number(0);
        } else if (mark.verb == "pause") {
            pause_ = std::chrono::milliseconds{mark.number(0)};
        } else if (mark.verb == "ack") {
            add(mark.is_client(), {.ack = true}).acknowledgement +=
                static_cast<std::uint32_t>(mark.signed_number(1, 0));
        } else if (mark.verb == "fin") {
            add(mark.is_client(), {.ack = true, .fin = true});
            is_ended_ = true;
        } else if (mark.verb == "reset") {
            add_beside(mark.is_client(), {.ack = true, .rst = true}, mark.signed_number(1, 0),
                       mark.bytes(2));
            is_ended_ = true;
        } else if (mark.verb == "keepalive") {
            const auto byte = mark.words.size() > 1 ? mark.bytes(1) : Bytes(1, '\0');
            add_beside(mark.is_client(), {.ack = true}, -1, byte);
        } else if (mark.verb == "zero window probe") {
            probes_ = true;
        } else if (mark.verb == "open") {
            is_ended_ = true;
        }
    }
    void turn(const Turn& turn) {
        if (turn.bytes.empty()) return;
        if (std::exchange(probes_, false)) {
            add_beside(turn.from_client, {.ack = true}, 0, turn.bytes.substr(0, 1));
        }
        last_from_client_ = turn.from_client;
        const auto step = cut_ == 0 ? options_.segment_bytes : std::exchange(cut_, 0);
        for (std::size_t at = 0; at < turn.bytes.size();) {
            auto end = std::min(at + step, turn.bytes.size());
            const bool is_cut = options_.cut_at > sent_ + at && options_.cut_at < sent_ + end;
            if (is_cut) end = options_.cut_at - sent_;
            add(turn.from_client, {.ack = true}, turn.bytes.substr(at, end - at));
            at = end;
        }
        sent_ += turn.bytes.size();
    }

    TcpOptions options_;
    std::uint32_t next_[2]{};  // by from_client
    std::chrono::milliseconds pause_{0};
    std::size_t cut_ = 0;
    std::size_t sent_ = 0;  // of all turns' bytes
    bool probes_ = false;
    bool is_ended_ = false;
    bool last_from_client_ = true;
    std::vector<TcpPacket> packets_;
};

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
    const auto captured = std::min(captured_bytes.value_or(payload.size()), payload.size());
    return {.at = at,
            .source = source,
            .destination = destination,
            .sequence = sequence,
            .acknowledgement = acknowledgement,
            .flags = flags,
            .payload = ByteView{payload}.substr(0, captured),
            .bytes_cut = static_cast<std::uint32_t>(payload.size() - captured)};
}

std::uint32_t TcpPacket::end() const {
    return sequence + static_cast<std::uint32_t>(payload.size()) + (flags.syn ? 1 : 0) +
           (flags.fin ? 1 : 0);
}

std::vector<TcpPacket> build_packets(std::string_view conversation, const TcpOptions& options) {
    auto script = parse_script(conversation);
    Sending sending{options};
    for (std::size_t i = 0; i < script.connections.size(); ++i) {
        const bool is_last = i + 1 == script.connections.size();
        const bool is_left_open = !is_last && script.connections[i + 1].is_reuse;
        sending.connection(std::move(script.connections[i]), i);
        if (!is_left_open) sending.close();
    }
    auto packets = sending.take();
    for (const auto& mark : script.packet_marks) apply(mark, packets);
    auto at = options.start;
    for (auto& packet : packets) {
        at += packet.pause_before;
        packet.at = packet.stamp ? options.start + *packet.stamp : at;
        at += options.step;
    }
    return packets;
}

}  // namespace shadowdiff::test
