// SPDX-License-Identifier: Apache-2.0
// make_savefile FILE PAIRS BODY_BYTES: keep-alive connections that take turns, each with its share
// of the exchanges, as nginx answers a client.
#include "tests/support/frame_builder.hpp"
#include "tests/support/pcap_builder.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

namespace {

using namespace shadowdiff;

constexpr std::size_t connections = 64;
constexpr std::size_t segment_bytes = 1'448;  // a LAN's, with TCP timestamps
constexpr std::size_t segments_acknowledged = 16;

struct Connection {
    Endpoint client;
    std::uint32_t client_next = 1;
    std::uint32_t server_next = 1;
};

class Writer {
public:
    explicit Writer(const char* file) : out_{file, std::ios::binary} {
        const auto header = test::pcap_file({});
        out_.write(header.data(), static_cast<std::streamsize>(header.size()));
        header_bytes_ = header.size();
    }

    void send(const Connection& connection, bool from_client, test::TcpPacket packet) {
        const auto server = test::endpoint_v4(2, 80);
        packet.at = at_ += std::chrono::microseconds{2};
        packet.source = from_client ? connection.client : server;
        packet.destination = from_client ? server : connection.client;
        packet.sequence = from_client ? connection.client_next : connection.server_next;
        packet.acknowledgement = from_client ? connection.server_next : connection.client_next;
        const auto record = test::pcap_file(test::capture_frames({packet})).substr(header_bytes_);
        out_.write(record.data(), static_cast<std::streamsize>(record.size()));
    }

private:
    std::ofstream out_;
    std::size_t header_bytes_ = 0;
    Timestamp at_ = test::packets_start;
};

void exchange(Writer& out, Connection& connection, std::size_t number, const std::string& body) {
    test::TcpPacket request;
    request.flags = {.ack = true};
    request.payload = fmt::format(
        "GET /search?q=tea&page={} HTTP/1.1\r\nHost: api.example.com\r\nUser-Agent: client/1.0\r\n"
        "Accept: application/json\r\nConnection: keep-alive\r\n\r\n",
        number);
    out.send(connection, true, request);
    connection.client_next += static_cast<std::uint32_t>(request.payload.size());

    const auto answer = fmt::format(
        "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Thu, 07 Jan 2021 06:13:20 GMT\r\n"
        "Content-Type: application/json\r\nContent-Length: {}\r\nConnection: keep-alive\r\n\r\n{}",
        body.size(), body);
    std::size_t segments = 0;
    for (std::size_t at = 0; at < answer.size(); at += segment_bytes) {
        test::TcpPacket segment;
        segment.flags = {.ack = true};
        segment.payload = answer.substr(at, segment_bytes);
        out.send(connection, false, segment);
        connection.server_next += static_cast<std::uint32_t>(segment.payload.size());
        if (++segments % segments_acknowledged != 0) continue;
        test::TcpPacket acknowledgement;
        acknowledgement.flags = {.ack = true};
        out.send(connection, true, acknowledgement);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    const std::size_t pairs = std::stoul(argv[2]);
    const std::size_t body_bytes = std::stoul(argv[3]);
    std::string body = R"({"items": [)";
    while (body.size() + 30 < body_bytes) body += R"({"id": 7, "name": "Tea"}, )";
    body.resize(body_bytes, ' ');

    Writer out{argv[1]};
    std::vector<Connection> all;
    for (std::uint16_t i = 0; i < connections; ++i) {
        all.push_back({test::endpoint_v4(1, static_cast<std::uint16_t>(20'000 + i))});
        auto& connection = all.back();
        connection.client_next = 0;
        connection.server_next = 0;
        test::TcpPacket syn;
        syn.flags = {.syn = true};
        out.send(connection, true, syn);
        connection.client_next = 1;
        syn.flags = {.syn = true, .ack = true};
        out.send(connection, false, syn);
        connection.server_next = 1;
        test::TcpPacket ack;
        ack.flags = {.ack = true};
        out.send(connection, true, ack);
    }
    for (std::size_t i = 0; i < pairs; ++i) exchange(out, all[i % connections], i, body);
}
