// SPDX-License-Identifier: Apache-2.0
#include "capture/savefile.hpp"
#include "tests/support/memory_bytes.hpp"
#include "tests/support/packed.hpp"
#include "tests/support/pcap_builder.hpp"
#include "tests/support/read_source.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

using namespace shadowdiff;

namespace {

// Fifty packets that do not shrink much, so that a cut stream still holds some.
Bytes capture_file(bool is_pcapng) {
    std::vector<test::CapturedFrame> frames;
    std::uint32_t noise = 1;
    for (int i = 0; i < 50; ++i) {
        Bytes bytes(200, '\0');
        for (auto& octet : bytes)
            octet = static_cast<char>((noise = noise * 1664525 + 1013904223) >> 24);
        frames.push_back({test::packets_start, bytes, 200});
    }
    return is_pcapng ? test::pcapng_file(frames) : test::pcap_file(frames);
}

test::KeptPackets read_packed(Bytes bytes, std::size_t piece = ~std::size_t{0}) {
    capture::Savefile source{
        "day.pcap", std::make_unique<test::MemoryBytes>(std::move(bytes), piece), {}};
    return test::read_source(source);
}

}  // namespace

TEST_CASE("a compressed savefile gives the packets of the plain one") {
    for (const bool is_pcapng : {false, true}) {
        const auto plain = capture_file(is_pcapng);
        const auto expected = read_packed(plain);
        REQUIRE(expected.packets.size() == 50);
        const auto half = plain.size() / 2;
        const auto first = ByteView{plain}.substr(0, half);
        const auto second = ByteView{plain}.substr(half);
        struct Row {
            std::string name;
            Bytes packed;
        };
        for (const auto& row :
             std::vector<Row>{{"gzip", test::gzip(plain)},
                              {"gzip of two members", test::gzip(first) + test::gzip(second)},
                              {"gzip with an empty member", test::gzip("") + test::gzip(plain)},
                              {"zstd", test::zstd(plain)},
                              {"zstd of two frames", test::zstd(first) + test::zstd(second)},
                              {"zstd with a large window", test::zstd(plain, 27)},
                              {"zstd behind a skippable frame",
                               Bytes{"\x5e\x2a\x4d\x18\x02\0\0\0xx", 10} + test::zstd(plain)}}) {
            for (const std::size_t piece : {1U, 7U, 1'000'000U}) {
                CAPTURE(row.name);
                CAPTURE(piece);
                CHECK(read_packed(row.packed, piece) == expected);
            }
        }
    }
}

TEST_CASE("a compressed stream that is cut or damaged gives what came before, then one error") {
    const auto plain = capture_file(false);
    const auto expected = read_packed(plain);
    struct Row {
        std::string name;
        Bytes packed;
        std::size_t packets_min;
        std::string expected;
    };
    const auto half = [](const Bytes& packed) { return packed.substr(0, packed.size() / 2); };
    const auto damaged = [](Bytes packed) {
        packed[packed.size() - 6] ^= '\x55';
        return packed;
    };
    const auto first = plain.substr(0, plain.size() / 2);
    const auto rest = plain.substr(plain.size() / 2);
    for (const auto& row : std::vector<Row>{
             {"cut gzip", half(test::gzip(plain)), 10, "the gzip stream ends too early"},
             {"cut zstd", test::zstd(first) + half(test::zstd(rest)), 20,
              "the zstd stream ends too early"},
             {"gzip without its trailer", test::gzip(plain).substr(0, test::gzip(plain).size() - 8),
              50, "the gzip stream ends too early"},
             {"gzip with a wrong checksum", damaged(test::gzip(plain)), 50,
              "damaged gzip stream: incorrect data check"},
             {"bytes behind gzip", test::gzip(plain) + "garbage", 50,
              "bytes behind the end of the gzip stream"},
             {"bytes behind zstd", test::zstd(plain) + "garbage", 50,
              "bytes behind the end of the zstd stream"}}) {
        CAPTURE(row.name);
        const auto kept = read_packed(row.packed);
        REQUIRE(kept.packets.size() >= row.packets_min);
        REQUIRE(kept.packets.size() <= 50);
        for (std::size_t i = 0; i < kept.packets.size(); ++i) {
            CHECK(kept.packets[i] == expected.packets[i]);
        }
        REQUIRE(kept.error);
        CAPTURE(*kept.error);
        CHECK(kept.error->starts_with("day.pcap: packet "));
        CHECK(kept.error->find(row.expected) != std::string::npos);
        CHECK(kept.error->find('\n') == std::string::npos);
    }
}

TEST_CASE("what cannot be unpacked at all is refused before any packet") {
    struct Row {
        std::string name;
        Bytes packed;
        std::string expected;
    };
    for (const auto& row : std::vector<Row>{
             {"zstd with a huge window", test::zstd(capture_file(false), 30),
              "needs a window over 128 MiB"},
             {"gzip of gzip", test::gzip(test::gzip(capture_file(false))), "compressed with gzip"},
             {"gzip of text", test::gzip("GET / HTTP/1.1\r\n"), "no pcap or pcapng capture"},
             {"gzip of nothing", test::gzip(""), "the file is empty"},
             {"a gzip magic and no more", "\x1f\x8b and more", "damaged gzip stream"},
             {"a cut header", Bytes{"\x28\xb5\x2f\xfd"}, "the zstd stream ends too early"},
             {"xz",
              "\xfd"
              "7zXZ and more",
              "try: xz -dc day.pcap | shadowdiff capture -"}}) {
        CAPTURE(row.name);
        const auto kept = read_packed(row.packed);
        CHECK(kept.packets.empty());
        REQUIRE(kept.error);
        CAPTURE(*kept.error);
        CHECK(kept.error->starts_with("day.pcap: "));
        CHECK(kept.error->find(row.expected) != std::string::npos);
    }
}
