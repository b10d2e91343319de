// SPDX-License-Identifier: Apache-2.0
#include "frames/wifi.hpp"

#include "frames/octets.hpp"

#include <optional>

namespace shadowdiff::frames {
namespace {

struct WifiHeader {
    std::size_t length = 0;
    bool is_aggregate = false;  // its payload is an A-MSDU
};

// IEEE 802.11-2020, 9.2.4 and 9.3.2: two octets of frame control say what follows them.
std::expected<WifiHeader, Blind> data_header(ByteView frame) {
    constexpr std::uint8_t type_data = 2;
    if (frame.size() < 2) return cannot_decode;
    const auto control = octet(frame, 0);
    const auto flags = octet(frame, 1);
    const bool is_qos = (control & 0x80U) != 0;
    const bool is_empty = (control & 0x40U) != 0;
    if ((control >> 2U & 3U) != type_data || (control & 3U) != 0 || is_empty) return not_tcp;

    WifiHeader header{.length = 24};
    if ((flags & 0x03U) == 0x03U) header.length += 6;  // to and from the distribution system
    const auto qos_at = header.length;
    if (is_qos) header.length += 2;
    if (is_qos && (flags & 0x80U) != 0) header.length += 4;  // HT control
    if (frame.size() < header.length) return cannot_decode;

    const bool is_piece = (flags & 0x04U) != 0 || (octet(frame, 22) & 0x0fU) != 0;
    const bool is_protected = (flags & 0x40U) != 0;
    if (is_piece || is_protected) return cannot_decode;
    header.is_aggregate = is_qos && (octet(frame, qos_at) & 0x80U) != 0;
    return header;
}

// Frames inside an A-MSDU are addresses and a length, then LLC, padded to four octets.
Step first_of_aggregate(Frame& frame) {
    constexpr std::size_t subheader = 14;
    if (frame.bytes.size() < subheader) return cannot_decode;
    auto rest = frame.bytes;
    while (rest.size() >= subheader) {
        const std::size_t whole = subheader + big16(rest, 12) + 3U & ~std::size_t{3};
        if (rest.size() < whole + subheader) break;
        rest.remove_prefix(whole);
        ++frame.left_unread;
    }
    const auto length = big16(frame.bytes, 12);
    frame.bytes.remove_prefix(subheader);
    limit_to(frame, length);
    return Layer::llc;
}

// Some cards pad the 802.11 header to four octets and say so in radiotap's flags.
Step behind_padded_wifi(Frame& frame) {
    const auto header = data_header(frame.bytes);
    if (!header) return std::unexpected{header.error()};
    const auto padded = header->length + 3U & ~std::size_t{3};
    if (frame.bytes.size() < padded) return cannot_decode;
    frame.bytes.remove_prefix(padded);
    return header->is_aggregate ? first_of_aggregate(frame) : Layer::llc;
}

// The flags field of a radiotap header of `length` octets, behind the words that say what is there.
std::uint8_t radiotap_flags(ByteView header) {
    constexpr std::uint32_t more_words = 1U << 31U;
    std::size_t at = 4;
    const auto present = little32(header, at);
    while (at + 8 <= header.size() && (little32(header, at) & more_words) != 0) at += 4;
    at += 4;
    if ((present & 1U) != 0) at = (at + 7U & ~std::size_t{7}) + 8;  // a timer, aligned
    if ((present & 2U) == 0 || at >= header.size()) return 0;
    return octet(header, at);
}

}  // namespace

Step behind_wifi(Frame& frame) {
    const auto header = data_header(frame.bytes);
    if (!header) return std::unexpected{header.error()};
    frame.bytes.remove_prefix(header->length);
    return header->is_aggregate ? first_of_aggregate(frame) : Layer::llc;
}

Step behind_radiotap(Frame& frame) {
    constexpr std::uint8_t is_padded = 0x20;
    if (frame.bytes.size() < 8) return cannot_decode;
    const std::size_t length = little16(frame.bytes, 2);
    if (octet(frame.bytes, 0) != 0 || length < 8 || frame.bytes.size() < length) {
        return cannot_decode;
    }
    const auto flags = radiotap_flags(frame.bytes.substr(0, length));
    frame.bytes.remove_prefix(length);
    return (flags & is_padded) != 0 ? behind_padded_wifi(frame) : Layer::wifi;
}

Step behind_avs(Frame& frame) {
    if (frame.bytes.size() < 8) return cannot_decode;
    const auto length = big32(frame.bytes, 4);
    if (length < 8 || frame.bytes.size() < length) return cannot_decode;
    frame.bytes.remove_prefix(length);
    return Layer::wifi;
}

Step behind_prism(Frame& frame) {
    if (frame.bytes.size() < 8) return cannot_decode;
    const bool is_avs = big32(frame.bytes, 0) >> 12U == 0x80211;
    if (is_avs) return behind_avs(frame);
    const bool is_big = big32(frame.bytes, 4) < little32(frame.bytes, 4);  // as its host was
    const auto length = is_big ? big32(frame.bytes, 4) : little32(frame.bytes, 4);
    if (length < 8 || frame.bytes.size() < length) return cannot_decode;
    frame.bytes.remove_prefix(length);
    return Layer::wifi;
}

}  // namespace shadowdiff::frames
