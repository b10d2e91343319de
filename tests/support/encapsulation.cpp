// SPDX-License-Identifier: Apache-2.0
#include "tests/support/encapsulation.hpp"

#include <algorithm>
#include <stdexcept>

namespace shadowdiff::test {
namespace {

using frames::LinkType;

int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    throw std::invalid_argument{"no hexadecimal digit"};
}

void set_ipv4_checksum(Bytes& header) {
    std::uint32_t sum = 0;
    header[10] = header[11] = '\0';
    for (std::size_t i = 0; i < header.size(); i += 2) {
        sum += static_cast<std::uint32_t>(static_cast<std::uint8_t>(header[i]) << 8U |
                                          static_cast<std::uint8_t>(header[i + 1]));
    }
    while (sum >> 16U != 0) sum = (sum & 0xffffU) + (sum >> 16U);
    header.replace(10, 2, number16(~sum & 0xffffU));
}

// The layers that stand below IP.
struct Parts {
    Bytes ip;
    std::uint16_t type = 0;
    Bytes ppp;  // with its protocol number
    Bytes frame;
    Bytes snap;
};

Parts parts_of(const TcpPacket& packet) {
    const bool v6 = packet.source.address.is_v6;
    Parts parts;
    parts.ip = frame_of(packet, {.link = LinkType::raw_ip});
    parts.type = v6 ? 0x86dd : 0x0800;
    parts.ppp = hex(v6 ? "0057" : "0021") + parts.ip;
    parts.frame = ethernet(parts.type, parts.ip);
    parts.snap = hex("aaaa03 000000") + number16(parts.type) + parts.ip;
    return parts;
}

const Bytes to_ap = hex("0801 0000 020000000001 020000000002 020000000003 1000");

using Rows = std::vector<Encapsulated>;

void add_ethernets(Rows& rows, const Parts& p) {
    const auto tagged = [&](std::string_view tags, const Bytes& inner) {
        const auto all = hex(tags);
        const auto type = static_cast<std::uint16_t>(static_cast<std::uint8_t>(all[0]) << 8U |
                                                     static_cast<std::uint8_t>(all[1]));
        return ethernet(type, all.substr(2) + inner);
    };
    const auto typed = number16(p.type) + p.ip;
    const auto llc = number16(p.snap.size()) + p.snap;
    const Bytes control_word(4, '\0');
    for (auto&& [name, frame] : std::initializer_list<std::pair<std::string, Bytes>>{
             {"Ethernet", p.frame},
             {"802.1Q", tagged("8100 000a", typed)},
             {"802.1ad over 802.1Q", tagged("88a8 0064 8100 000a", typed)},
             {"stacked 0x9100", tagged("9100 0064 8100 000a", typed)},
             {"three tags", tagged("8100 0001 8100 0002 8100 0003", typed)},
             {"802.1ah", tagged("88e7 00000001", p.frame)},
             {"Cisco metadata", tagged("8909 0101 0001 0002", typed)},
             {"LLC and SNAP", ethernet(static_cast<std::uint16_t>(p.snap.size()), p.snap)},
             {"802.1Q, LLC and SNAP", tagged("8100 000a", llc)},
             {"MPLS", tagged("8847 00010140", p.ip)},
             {"MPLS, three labels", tagged("8847 00010040 00020040 00030140", p.ip)},
             {"802.1Q and MPLS", tagged("8100 000a 8847 00010140", p.ip)},
             {"MPLS multicast", tagged("8848 00010140", p.ip)},
             {"pseudowire", tagged("8847 00010140", p.frame)},
             {"pseudowire with a control word", tagged("8847 00010140", control_word + p.frame)},
             {"PPPoE", ethernet(0x8864, hex("1100 0001") + number16(p.ppp.size()) + p.ppp)},
             {"PPPoE, protocol in one octet",
              ethernet(0x8864, hex("1100 0001") + number16(p.ppp.size() - 1) + p.ppp.substr(1))},
             {"stacked tags and PPPoE",
              tagged("88a8 0064 8100 000a 8864 1100 0001", number16(p.ppp.size()) + p.ppp)},
             {"network service header", ethernet(0x894f, hex("0fc2 0103 000000ff") + p.frame)}}) {
        rows.push_back({name, LinkType::ethernet, frame});
    }
}

void add_links(Rows& rows, const TcpPacket& packet, const Parts& p) {
    for (const auto& [name, link] : std::initializer_list<std::pair<const char*, LinkType>>{
             {"Linux cooked", LinkType::linux_cooked},
             {"Linux cooked v2", LinkType::linux_cooked_v2},
             {"BSD null", LinkType::bsd_null},
             {"BSD loop", LinkType::bsd_loop},
             {"raw", LinkType::raw_ip},
             {"raw as BSD numbers it", LinkType::raw_bsd},
             {"raw as OpenBSD numbers it", LinkType::raw_openbsd}}) {
        rows.push_back({name, link, frame_of(packet, {.link = link})});
    }
    const bool v6 = packet.source.address.is_v6;
    const auto qos = hex("8803 0000 020000000001 020000000002 020000000003 1000 020000000004 0000");
    auto aggregate = hex("8801 0000 020000000001 020000000002 020000000003 1000 8000") +
                     Bytes(12, '\x02') + number16(p.snap.size()) + p.snap;
    auto padded = hex("8801 0000 020000000001 020000000002 020000000003 1000 0000");
    for (auto&& row :
         Rows{{"PPP", LinkType::ppp, hex("ff03") + p.ppp},
              {"PPP in HDLC framing", LinkType::ppp_hdlc, hex("ff03") + p.ppp},
              {"Cisco HDLC", LinkType::cisco_hdlc, hex("0f00") + number16(p.type) + p.ip},
              {"PPP of pppd", LinkType::ppp_pppd, hex("0103") + p.ppp},
              {"PPP with a direction", LinkType::ppp_with_direction, hex("01ff03") + p.ppp},
              {"PPPoE alone", LinkType::pppoe, hex("1100 0001") + number16(p.ppp.size()) + p.ppp},
              {"MPLS alone", LinkType::mpls, hex("00010140") + p.ip},
              {"802.11", LinkType::wifi, to_ap + p.snap},
              {"802.11 with four addresses and QoS", LinkType::wifi, qos + p.snap},
              {"802.11 A-MSDU of one", LinkType::wifi, aggregate},
              {"radiotap", LinkType::radiotap, hex("0000 0900 02000000 00") + to_ap + p.snap},
              {"radiotap with a timer and padded", LinkType::radiotap,
               hex("0000 1900 030000a0 00000020 00000000 0000000000000000 20") + padded +
                   hex("0000") + p.snap},
              {"Prism", LinkType::prism,
               hex("44000000 90000000") + Bytes(136, 'p') + to_ap + p.snap},
              {"AVS", LinkType::avs, hex("80211001 00000040") + Bytes(56, 'a') + to_ap + p.snap},
              {"PPI", LinkType::ppi, hex("0000 0800 69000000") + to_ap + p.snap},
              {"Apple's packet tap", LinkType::apple_pktap,
               hex("0c000000 01000000 01000000") + p.frame},
              {"ARCNET", LinkType::arcnet, hex(v6 ? "0102 c4 00 0001" : "0102 d4 00 0001") + p.ip},
              {"ARCNET of Linux", LinkType::arcnet_linux,
               hex(v6 ? "0102 0000 c4 00 0001" : "0102 0000 d4 00 0001") + p.ip}}) {
        rows.push_back(std::move(row));
    }
    if (!v6) rows.push_back({"ARCNET, RFC 1051", LinkType::arcnet_linux, hex("01020000f0") + p.ip});
}

}  // namespace

Bytes number16(std::size_t value) {
    return {static_cast<char>(value >> 8U & 0xffU), static_cast<char>(value & 0xffU)};
}

Bytes hex(std::string_view digits) {
    Bytes bytes;
    int high = -1;
    for (const char c : digits) {
        if (c == ' ') continue;
        if (high < 0) {
            high = digit(c);
        } else {
            bytes += static_cast<char>(high * 16 + digit(c));
            high = -1;
        }
    }
    return bytes;
}

Bytes ethernet(std::uint16_t type, const Bytes& inner) {
    return hex("020000000002 020000000001") + number16(type) + inner;
}

Bytes ipv4(std::uint8_t protocol, const Bytes& inner) {
    auto header = hex("4500 0000 1234 0000 40 00 0000 c0000201 c0000202");
    header.replace(2, 2, number16(header.size() + inner.size()));
    header[9] = static_cast<char>(protocol);
    set_ipv4_checksum(header);
    return header + inner;
}

Bytes ipv6(std::uint8_t next_header, const Bytes& inner) {
    return hex("60000000") + number16(inner.size()) + static_cast<char>(next_header) + '\x40' +
           hex("20010db8 00000000 00000000 00000001 20010db8 00000000 00000000 00000002") + inner;
}

Bytes udp(std::uint16_t destination_port, const Bytes& inner) {
    return hex("c001") + number16(destination_port) + number16(8 + inner.size()) + hex("0000") +
           inner;
}

std::vector<Bytes> fragments_v4(const Bytes& packet, std::size_t bytes) {
    std::vector<Bytes> fragments;
    const auto payload = packet.substr(20);
    for (std::size_t at = 0; at < payload.size(); at += bytes) {
        auto header = packet.substr(0, 20);
        const auto part = payload.substr(at, bytes);
        const bool more = at + bytes < payload.size();
        header.replace(2, 2, number16(20 + part.size()));
        header.replace(6, 2, number16((more ? 0x2000U : 0) | at / 8));
        set_ipv4_checksum(header);
        fragments.push_back(header + part);
    }
    return fragments;
}

std::vector<Bytes> fragments_v6(const Bytes& packet, std::size_t bytes) {
    std::vector<Bytes> fragments;
    const auto payload = packet.substr(40);
    for (std::size_t at = 0; at < payload.size(); at += bytes) {
        auto header = packet.substr(0, 40);
        const auto part = payload.substr(at, bytes);
        const bool more = at + bytes < payload.size();
        header.replace(4, 2, number16(8 + part.size()));
        const auto next = header.substr(6, 1);
        header[6] = 44;
        fragments.push_back(header + next + '\0' + number16(at | (more ? 1U : 0)) +
                            hex("00000007") + part);
    }
    return fragments;
}

std::vector<Encapsulated> every_encapsulation(const TcpPacket& packet) {
    const auto parts = parts_of(packet);
    Rows rows;
    add_ethernets(rows, parts);
    add_links(rows, packet, parts);
    for (auto& row : every_tunnel(parts.ip, parts.frame, packet.source.address.is_v6)) {
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace shadowdiff::test
