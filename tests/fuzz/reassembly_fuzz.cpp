// SPDX-License-Identifier: Apache-2.0
// Any bytes as segments of a few connections under small bounds. Whatever comes, the promises of
// stream_event.hpp hold: events between Opened and the one Closed, no empty data, no empty gap.
//
// One segment: flags and connection (1 octet), sequence and acknowledgement (2 octets each, signed,
// from the connection's start), time since the last one (1), cut bytes (1), payload length (1), and
// the payload.
#include "base/overload.hpp"
#include "frames/octets.hpp"
#include "reassembly/connections.hpp"

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <unordered_map>

using namespace shadowdiff;
using namespace shadowdiff::reassembly;

namespace {

constexpr std::size_t header_length = 8;

void require(bool holds) {
    if (!holds) std::abort();
}

class Promises {
public:
    void check(const StreamEvent& event) {
        std::visit(Overload{[&](const Opened& opened) {
                                require(opened.connection == open_.size() + closed_ + 1);
                                open_.emplace(opened.connection, Directions{});
                            },
                            [&](const JoinedLate& joined) {
                                require(!finished(joined.connection, joined.sender));
                            },
                            [&](const Data& data) {
                                require(!data.bytes.empty());
                                for (const char octet : data.bytes) touched_ = octet;
                                require(!finished(data.connection, data.sender));
                            },
                            [&](const Gap& gap) {
                                require(gap.bytes > 0);
                                require(!finished(gap.connection, gap.sender));
                                gap_bytes_ += gap.bytes;
                            },
                            [&](const Finished& end) {
                                require(!finished(end.connection, end.sender));
                                finished(end.connection, end.sender) = true;
                            },
                            [&](const Closed& closed) {
                                require(open_.erase(closed.connection) == 1);
                                ++closed_;
                            }},
                   event);
    }
    std::size_t open() const { return open_.size(); }
    std::uint64_t gap_bytes() const { return gap_bytes_; }

private:
    struct Directions {
        bool finished[2] = {};
    };
    bool& finished(ConnectionId id, Sender sender) {
        const auto found = open_.find(id);
        require(found != open_.end());
        return found->second.finished[static_cast<std::size_t>(sender)];
    }

    std::unordered_map<ConnectionId, Directions> open_;
    std::size_t closed_ = 0;
    std::uint64_t gap_bytes_ = 0;
    volatile char touched_ = 0;  // so that a sanitizer sees every octet read
};

// Takes one segment off the input.
frames::Segment next_segment(ByteView& input, Timestamp& at) {
    const auto flags = frames::octet(input, 0);
    const auto signed16 = [&](std::size_t offset) {
        return static_cast<std::uint32_t>(static_cast<std::int16_t>(frames::big16(input, offset)));
    };
    Endpoint client;
    client.address.octets = {10, 0, 0, 1};
    client.port = static_cast<std::uint16_t>(1'000 + (flags >> 5 & 3));
    Endpoint server;
    server.address.octets = {10, 0, 0, 2};
    server.port = 80;
    const bool from_client = (flags & 0x80U) == 0;
    at += std::chrono::milliseconds{static_cast<std::int8_t>(frames::octet(input, 5))} * 16;
    frames::Segment segment{.at = at,
                            .source = from_client ? client : server,
                            .destination = from_client ? server : client,
                            .sequence = signed16(1),
                            .acknowledgement = signed16(3),
                            .flags = {.syn = (flags & 1U) != 0,
                                      .ack = (flags & 2U) != 0,
                                      .fin = (flags & 4U) != 0,
                                      .rst = (flags & 8U) != 0},
                            .payload = {},
                            .bytes_cut = frames::octet(input, 6)};
    const std::size_t length = frames::octet(input, 7);
    input.remove_prefix(header_length);
    segment.payload = input.substr(0, length);
    input.remove_prefix(segment.payload.size());
    // Far away, now and then: half a lap of sequence numbers.
    if ((flags & 0x10U) != 0) segment.sequence ^= 0x8000'0000;
    return segment;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ByteView input{reinterpret_cast<const char*>(data), size};
    Connections connections{{.connections_max = 3,
                             .out_of_order_bytes_max = 700,
                             .out_of_order_total_max = 1'500,
                             .idle_max = std::chrono::seconds{10}}};
    Promises promises;
    Timestamp at{};
    while (input.size() >= header_length) {
        for (const auto& event : connections.feed(next_segment(input, at))) promises.check(event);
    }
    for (const auto& event : connections.finish(at)) promises.check(event);
    require(promises.open() == 0);
    require(promises.gap_bytes() == connections.coverage()[Blind::gap_bytes]);
    return 0;
}
