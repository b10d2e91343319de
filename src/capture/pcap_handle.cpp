// SPDX-License-Identifier: Apache-2.0
#include "capture/pcap_handle.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace shadowdiff::capture {

Timestamp to_timestamp(const timeval& time, bool is_nanoseconds) {
    constexpr std::int64_t seconds_max = 9'000'000'000;  // year 2255
    const auto seconds = std::clamp(std::int64_t{time.tv_sec}, std::int64_t{0}, seconds_max);
    const auto fraction = std::clamp(std::int64_t{time.tv_usec}, std::int64_t{0},
                                     std::int64_t{is_nanoseconds ? 999'999'999 : 999'999});
    return Timestamp{std::chrono::seconds{seconds} +
                     std::chrono::nanoseconds{is_nanoseconds ? fraction : fraction * 1'000}};
}

PcapReader::PcapReader(PcapHandle handle)
    : handle_{std::move(handle)},
      link_type_{static_cast<std::uint16_t>(pcap_datalink(handle_.get()))},
      is_nanoseconds_{pcap_get_tstamp_precision(handle_.get()) == PCAP_TSTAMP_PRECISION_NANO} {}

PcapReader::Outcome PcapReader::read(frames::Packet& packet) {
    pcap_pkthdr* header = nullptr;
    const unsigned char* bytes = nullptr;
    switch (pcap_next_ex(handle_.get(), &header, &bytes)) {
        case 1: break;
        case 0: return Outcome::nothing;
        case PCAP_ERROR_BREAK: return Outcome::ended;
        default: return Outcome::failed;
    }
    packet = {.number = ++packets_read_,
              .at = to_timestamp(header->ts, is_nanoseconds_),
              .link_type = link_type_,
              .original_length = header->len,
              // Octets are char in all our stages, unsigned char in libpcap.
              .bytes = {reinterpret_cast<const char*>(bytes), header->caplen}};
    return Outcome::packet;
}

std::string link_type_text(int link_type) {
    const char* name = pcap_datalink_val_to_name(link_type);
    return name == nullptr ? fmt::format("{}", link_type) : fmt::format("{} ({})", name, link_type);
}

}  // namespace shadowdiff::capture
