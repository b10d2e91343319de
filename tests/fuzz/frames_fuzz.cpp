// SPDX-License-Identifier: Apache-2.0
// Any bytes as frames of one capture, so that fragments can meet: link type (2 octets), then for
// each frame its length (2 octets), how much the snaplen cut (1 octet) and its bytes.
#include "frames/decode.hpp"
#include "frames/octets.hpp"

#include <chrono>
#include <cstdint>
#include <cstdlib>

using namespace shadowdiff;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr FrameLimits small{
    .fragmented_packets_max = 8, .fragments_bytes_max = 4'096, .fragments_max = 16};

void check(const frames::Decoder& decoder, const std::optional<frames::Segment>& segment,
           bool is_known_link) {
    if (!segment) return;
    if (!is_known_link || segment->payload.size() > 1 << 20) std::abort();
    const bool was_cut = decoder.lost() == Blind::snaplen_cuts;
    if ((segment->bytes_cut > 0) != was_cut) std::abort();
    const Bytes copy{segment->payload};  // every byte of it can be read
    if (copy.size() != segment->payload.size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ByteView input{reinterpret_cast<const char*>(data), size};
    if (input.size() < 2) return 0;
    const auto link_type = frames::big16(input, 0);
    const bool is_known_link = frames::is_known_link_type(link_type);
    input.remove_prefix(2);
    frames::Decoder strict{{.ports = {80}, .verify_checksums = true, .limits = small}};
    frames::Decoder lenient{{.limits = small}};
    std::uint64_t number = 0;
    while (input.size() > 3) {
        const auto length = frames::big16(input, 0);
        const auto cut = frames::octet(input, 2);
        const auto bytes = input.substr(3, length);
        input.remove_prefix(3 + bytes.size());
        const frames::Packet packet{
            .number = ++number,
            .at = Timestamp{std::chrono::milliseconds{number}},
            .link_type = link_type,
            .original_length = static_cast<std::uint32_t>(bytes.size() + cut),
            .bytes = bytes};
        const auto segment = lenient.decode(packet);
        check(lenient, segment, is_known_link);
        const auto verified = strict.decode(packet);
        check(strict, verified, is_known_link);
        if (verified && !segment) std::abort();
    }
    lenient.finish();
    strict.finish();
    return 0;
}
