// SPDX-License-Identifier: Apache-2.0
#include "frames/checksum.hpp"

#include "frames/octets.hpp"

#include <array>

namespace shadowdiff::frames {
namespace {

std::uint16_t in_this_order(std::uint16_t network) {
    const std::array<char, 2> octets{static_cast<char>(network >> 8U), static_cast<char>(network)};
    std::uint16_t word = 0;
    std::memcpy(&word, octets.data(), sizeof word);
    return word;
}

template <class Word>
std::uint64_t word_at(const char* at) {
    Word word = 0;
    std::memcpy(&word, at, sizeof word);
    return word;
}

// Fewer than eight octets.
std::uint64_t sum_of_rest(ByteView rest) {
    std::uint64_t sum = 0;
    const auto* at = rest.data();
    if ((rest.size() & 4U) != 0) {
        sum += word_at<std::uint32_t>(at);
        at += 4;
    }
    if ((rest.size() & 2U) != 0) {
        sum += word_at<std::uint16_t>(at);
        at += 2;
    }
    if ((rest.size() & 1U) != 0) sum += in_this_order(static_cast<std::uint16_t>(*at << 8U));
    return sum;
}

// The two halves of eight octets apart, so that no carry is lost and the compiler can do many at
// once; a body is summed on its way to the parser, and must cost next to nothing.
[[gnu::always_inline]] inline std::uint64_t sum_of_words(ByteView bytes) {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    const auto* at = bytes.data();
    const auto words = bytes.size() / 8;
    for (std::size_t i = 0; i < words; ++i) {
        const auto word = word_at<std::uint64_t>(at + i * 8);
        low += word & 0xffffffffU;
        high += word >> 32U;
    }
    return low + high + sum_of_rest(bytes.substr(words * 8));
}

#ifdef __x86_64__
// Built for every processor of its kind, the program asks for what this one has.
const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;

[[gnu::target("avx2")]] std::uint64_t sum_of_avx2(ByteView bytes) { return sum_of_words(bytes); }
#endif

std::uint64_t sum_of_address(const IpAddress& address) {
    const auto* at = reinterpret_cast<const char*>(address.octets.data());
    const auto first = word_at<std::uint32_t>(at);
    if (!address.is_v6) return first;
    return first + word_at<std::uint32_t>(at + 4) + word_at<std::uint32_t>(at + 8) +
           word_at<std::uint32_t>(at + 12);
}

}  // namespace

std::uint64_t sum_of(ByteView bytes) {
#ifdef __x86_64__
    if (has_avx2 && bytes.size() >= 64) return sum_of_avx2(bytes);
#endif
    return sum_of_words(bytes);
}

bool is_good_tcp(const IpAddress& source, const IpAddress& destination, ByteView tcp) {
    constexpr std::uint16_t tcp_number = 6;
    std::uint16_t given = 0;
    std::memcpy(&given, tcp.data() + 16, sizeof given);
    if (given == 0) return true;

    const auto length = static_cast<std::uint32_t>(tcp.size());
    const auto without_length =
        sum_of_address(source) + sum_of_address(destination) + in_this_order(tcp_number);
    const auto pseudo = without_length + in_this_order(static_cast<std::uint16_t>(length >> 16U)) +
                        in_this_order(static_cast<std::uint16_t>(length));
    // Linux leaves the sum with the length to the card, Windows the one without.
    const auto is_left_to_offload = [&] {
        return given == folded(pseudo) || given == folded(without_length);
    };
    constexpr std::size_t worth_asking_first = 256;
    if (tcp.size() >= worth_asking_first && is_left_to_offload()) return true;
    return folded(pseudo + sum_of(tcp)) == 0xffff || is_left_to_offload();
}

}  // namespace shadowdiff::frames
