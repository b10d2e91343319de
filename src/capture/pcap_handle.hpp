// SPDX-License-Identifier: Apache-2.0
// A libpcap handle with an owner, and its packets as ours.
#pragma once

#include "frames/packet.hpp"

#include <pcap/pcap.h>

#include <memory>
#include <string>

namespace shadowdiff::capture {

struct PcapClose {
    void operator()(pcap_t* handle) const { pcap_close(handle); }
};
using PcapHandle = std::unique_ptr<pcap_t, PcapClose>;

/// From a handle with nanosecond timestamps or microseconds. Times that do not fit into 64 bits of
/// nanoseconds, which only broken files have, become the nearest that do.
Timestamp to_timestamp(const timeval& time, bool is_nanoseconds);

/// Reads the handle's packets one by one and numbers them.
class PcapReader {
public:
    explicit PcapReader(PcapHandle handle);

    enum class Outcome { packet, nothing, ended, failed };
    /// Borrowed until the next read.
    Outcome read(frames::Packet& packet);

    pcap_t* handle() const { return handle_.get(); }
    std::uint64_t packets_read() const { return packets_read_; }

private:
    PcapHandle handle_;
    std::uint16_t link_type_ = 0;
    bool is_nanoseconds_ = false;
    std::uint64_t packets_read_ = 0;
};

/// "USB_LINUX (189)", for messages about link types that we do not decode.
std::string link_type_text(int link_type);

/// What to say about the link types that we do decode.
inline constexpr const char* known_link_types =
    "Ethernet, Linux cooked (interface any), 802.11, PPP, BSD loopback and raw IP are decoded";

}  // namespace shadowdiff::capture
