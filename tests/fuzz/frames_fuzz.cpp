// SPDX-License-Identifier: Apache-2.0
// Any bytes as a frame: link type (2 octets), how much the snaplen cut (2 octets), the frame.
#include "frames/decode.hpp"
#include "frames/octets.hpp"
#include "tests/support/decode_one.hpp"

#include <cstdint>
#include <cstdlib>

using namespace shadowdiff;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ByteView input{reinterpret_cast<const char*>(data), size};
    if (input.size() < 4) return 0;
    const auto link_type = frames::big16(input, 0);
    const auto bytes_cut = frames::big16(input, 2);
    input.remove_prefix(4);
    const frames::Packet packet{
        .number = 1,
        .at = {},
        .link_type = link_type,
        .original_length = static_cast<std::uint32_t>(input.size() + bytes_cut),
        .bytes = input};
    const auto segment = test::decode_one(packet);
    if (!segment) return 0;
    const auto& payload = segment->payload;
    const bool is_inside =
        payload.empty() || (payload.data() >= input.data() &&
                            payload.data() + payload.size() <= input.data() + input.size());
    if (!is_inside || !frames::is_known_link_type(link_type)) std::abort();
    return 0;
}
