// SPDX-License-Identifier: Apache-2.0
// Savefiles to measure with: keep-alive connections that take turns, as nginx answers a client.
#pragma once

#include "tests/support/frame_builder.hpp"
#include "tests/support/pcap_builder.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

namespace shadowdiff::bench {

class SavefileWriter {
public:
    explicit SavefileWriter(const std::string& file) : out_{file, std::ios::binary} {
        const auto header = test::pcap_file({});
        out_.write(header.data(), static_cast<std::streamsize>(header.size()));
        header_bytes_ = header.size();
        for (std::uint16_t i = 0; i < connections; ++i) open(i);
    }

    /// On the next connection in turn.
    void exchange(const std::string& request, const std::string& answer) {
        auto& connection = connections_[turn_++ % connections];
        send(connection, true, {.ack = true}, request);
        std::size_t segments = 0;
        for (std::size_t at = 0; at < answer.size(); at += segment_bytes) {
            send(connection, false, {.ack = true}, answer.substr(at, segment_bytes));
            if (++segments % segments_acknowledged == 0) send(connection, true, {.ack = true});
        }
    }

private:
    static constexpr std::size_t connections = 64;
    static constexpr std::size_t segment_bytes = 1'448;  // a LAN's, with TCP timestamps
    static constexpr std::size_t segments_acknowledged = 16;

    struct Connection {
        Endpoint client;
        std::uint32_t client_next = 0;
        std::uint32_t server_next = 0;
    };

    void open(std::uint16_t number) {
        connections_.push_back({test::endpoint_v4(1, static_cast<std::uint16_t>(20'000 + number))});
        auto& connection = connections_.back();
        send(connection, true, {.syn = true});
        connection.client_next = 1;
        send(connection, false, {.syn = true, .ack = true});
        connection.server_next = 1;
        send(connection, true, {.ack = true});
    }

    void send(Connection& connection, bool from_client, frames::TcpFlags flags,
              std::string payload = "") {
        const auto server = test::endpoint_v4(2, 80);
        test::TcpPacket packet;
        packet.at = at_ += std::chrono::microseconds{2};
        packet.flags = flags;
        packet.source = from_client ? connection.client : server;
        packet.destination = from_client ? server : connection.client;
        packet.sequence = from_client ? connection.client_next : connection.server_next;
        packet.acknowledgement = from_client ? connection.server_next : connection.client_next;
        auto& next = from_client ? connection.client_next : connection.server_next;
        next += static_cast<std::uint32_t>(payload.size());
        packet.payload = std::move(payload);
        const auto record = test::pcap_file(test::capture_frames({packet})).substr(header_bytes_);
        out_.write(record.data(), static_cast<std::streamsize>(record.size()));
    }

    std::ofstream out_;
    std::size_t header_bytes_ = 0;
    Timestamp at_ = test::packets_start;
    std::vector<Connection> connections_;
    std::size_t turn_ = 0;
};

}  // namespace shadowdiff::bench
