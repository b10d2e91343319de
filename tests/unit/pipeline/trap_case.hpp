// SPDX-License-Identifier: Apache-2.0
// One file of fixtures/traps: a conversation with what happens to its packets, and what must come
// of it. Its README tells the form.
#pragma once

#include "frames/packet.hpp"
#include "tests/support/packets.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::test {

struct TrapOptions {
    TcpOptions tcp;
    frames::LinkType link = frames::LinkType::ethernet;
    std::vector<std::uint16_t> vlans;
    std::uint16_t client_vlan = 0;  // of the client's packets only
    Bytes tcp_options;              // of every packet
    Bytes trailer;                  // behind each IP packet, as some links add
    std::uint32_t snaplen = 262'144;
    bool has_total_length = true;       // in the IP header
    std::chrono::milliseconds skew{0};  // of the clock that stamps the server's packets
    std::string one_side;               // "client" or "server": the other's packets are not seen
    bool verifies_checksums = false;
    bool every_cut = false;       // the same comes of every way to cut the turns
    bool shows_heads = false;     // of answers, trailers too
    bool shows_ends = false;      // addresses and ports
    bool shows_times = false;     // until the answer's first and last byte
    bool shows_requests = false;  // their heads
};

struct TrapCase {
    std::string name;  // of the file, without ".txt"
    std::string text;  // all of it in front of what is expected
    std::string expected;
    std::string xfail;  // why what is expected does not come yet, or empty
    TrapOptions options;
};

TrapCase parse_trap(std::string name, std::string_view text);

/// All of the folder, by name.
std::vector<TrapCase> read_traps(const std::filesystem::path& folder);

/// The numbers in front of a case's name: 7 and 8 for "t07-t08-fragments".
std::vector<int> trap_numbers(std::string_view name);

}  // namespace shadowdiff::test
