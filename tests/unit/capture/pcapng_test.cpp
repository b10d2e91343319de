// SPDX-License-Identifier: Apache-2.0
#include "capture/savefile.hpp"
#include "tests/support/memory_bytes.hpp"
#include "tests/support/pcap_builder.hpp"
#include "tests/support/read_source.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

using namespace shadowdiff;
using test::PcapngWriter;

namespace {

capture::Savefile savefile(Bytes bytes) {
    return {"day.pcapng", std::make_unique<test::MemoryBytes>(std::move(bytes)), {}};
}

test::KeptPackets read_written(const PcapngWriter& file) {
    auto source = savefile(file.bytes());
    return test::read_source(source);
}

// A section with one interface and two packets, before what a test is about.
PcapngWriter two_packets() {
    PcapngWriter file;
    file.section().interface().enhanced(0, 1'000'000, "one").enhanced(0, 2'000'000, "two");
    return file;
}

std::string error_after_two(const PcapngWriter& file) {
    const auto kept = read_written(file);
    CHECK(kept.bytes() == std::vector<Bytes>{"one", "two"});
    REQUIRE(kept.error);
    CHECK(kept.error->starts_with("day.pcapng: packet 3: "));
    CHECK(kept.error->ends_with(" (2 packets before it were read)"));
    return kept.error->substr(22);
}

}  // namespace

TEST_CASE("each interface has its own link type, resolution and offset") {
    for (const bool swapped : {false, true}) {
        CAPTURE(swapped);
        PcapngWriter file{swapped};
        file.section()
            .interface({.link = 1, .snaplen = 64})
            .interface({.link = 113, .snaplen = 0, .resolution = 9})
            .interface({.link = 127, .snaplen = 64, .resolution = 0x80 | 10})
            .interface({.link = 101, .snaplen = 64, .resolution = 3, .offset = 1'000'000'000})
            .enhanced(3, 1'500, "milliseconds and an offset")
            .enhanced(1, 5'000'000'007, "nanoseconds", 99)
            .enhanced(2, 1'024 + 512, "parts of 1024")
            .enhanced(0, 2'000'001, "microseconds");
        const auto kept = read_written(file);
        CHECK_FALSE(kept.error);
        CHECK(kept.packets ==
              std::vector<test::KeptPacket>{
                  {1, 1'000'000'001'500'000'000, 101, 26, "milliseconds and an offset"},
                  {2, 5'000'000'007, 113, 99, "nanoseconds"},
                  {3, 1'500'000'000, 127, 13, "parts of 1024"},
                  {4, 2'000'001'000, 1, 12, "microseconds"}});
    }
}

TEST_CASE("a new section has its own byte order and forgets the interfaces before it") {
    PcapngWriter file;
    file.section().interface({.link = 1}).enhanced(0, 1, "one");
    file.swap().section().interface({.link = 101, .resolution = 9}).enhanced(0, 2, "two");
    file.swap().section().enhanced(0, 3, "of no interface");
    const auto kept = read_written(file);
    CHECK(kept.packets ==
          std::vector<test::KeptPacket>{{1, 1'000, 1, 3, "one"}, {2, 2, 101, 3, "two"}});
    REQUIRE(kept.error);
    CHECK(kept.error->find("packet 3: damaged block: of interface 0, the section has 0") !=
          std::string::npos);
}

TEST_CASE("simple and obsolete packets are read, blocks of other kinds are skipped") {
    PcapngWriter file;
    file.section()
        .interface({.link = 1, .snaplen = 5})
        .block(4, "name resolution ")
        .simple(3, "sim")  // before any time is known
        .obsolete(0, 7'000'000, "old")
        .block(0x8000'0001, "")
        .block(0x0bad, Bytes(100'000, 'x'))
        .simple(20, "cut s");
    const auto kept = read_written(file);
    CHECK_FALSE(kept.error);
    CHECK(kept.packets == std::vector<test::KeptPacket>{{1, 0, 1, 3, "sim"},
                                                        {2, 7'000'000'000, 1, 3, "old"},
                                                        {3, 7'000'000'000, 1, 20, "cut s"}});
}

TEST_CASE("what the capture program lost is the last statistics of each interface, counted once") {
    PcapngWriter file;
    const auto drops = [&](std::uint64_t interface, std::uint64_t kernel) {
        return std::vector<PcapngWriter::Option>{
            {4, file.number64(1'000)}, {5, file.number64(interface)}, {7, file.number64(kernel)}};
    };
    file.section().interface().interface();
    file.statistics(0, drops(5, 50)).statistics(1, drops(1, 10)).enhanced(0, 1, "one");
    file.statistics(0, drops(7, 70)).enhanced(0, 2, "two");
    file.section().interface().statistics(0, drops(100, 1'000));
    file.statistics(0, drops(~std::uint64_t{0}, 2'000));  // unknown, not 2^64 - 1
    auto source = savefile(file.bytes());
    Coverage coverage;
    const auto after_next = [&] {
        const auto next = source.next();
        source.add_drops(coverage);
        source.add_drops(coverage);
        return std::pair{coverage[Blind::interface_drops], coverage[Blind::kernel_drops]};
    };
    CHECK(after_next() == std::pair<std::uint64_t, std::uint64_t>{6, 60});
    CHECK(after_next() == std::pair<std::uint64_t, std::uint64_t>{8, 80});
    CHECK(after_next() == std::pair<std::uint64_t, std::uint64_t>{108, 2'080});
}

TEST_CASE("a damaged block ends the file with what is wrong, and packets before it count") {
    struct Row {
        std::string name;
        Bytes rest;
        std::string expected;
    };
    const PcapngWriter write;
    const auto number = [](std::uint32_t value) {
        return PcapngWriter{}.number64(value).substr(0, 4);
    };
    const auto block = PcapngWriter{}.enhanced(0, 3, "four").bytes();
    for (const auto& row : std::vector<Row>{
             {"a length of zero", number(6) + number(0) + number(0), "a length of 0 bytes"},
             {"a length that is no multiple of four", number(6) + number(33) + Bytes(40, 'x'),
              "a length of 33 bytes"},
             {"a length without end", number(6) + number(0xffff'fffc) + Bytes(40, 'x'),
              "a length of 4294967292 bytes"},
             {"two lengths", block.substr(0, block.size() - 4) + number(40),
              "lengths of 36 and 40 bytes"},
             {"a packet longer than its block",
              PcapngWriter{}.block(6, Bytes(12, '\0') + number(400) + number(400)).bytes(),
              "400 bytes captured, room for 0"},
             {"a simple packet longer than its block", PcapngWriter{}.simple(5, "four").bytes(),
              "5 bytes captured, room for 4"},
             {"a packet block without a packet", PcapngWriter{}.block(6, "").bytes(),
              "packet of 12 bytes"},
             {"an interface block too short", PcapngWriter{}.block(1, "four").bytes(),
              "interface description of 16 bytes"},
             {"statistics of no interface", PcapngWriter{}.statistics(4, {}).bytes(),
              "of interface 4, the section has 1"},
             {"a packet of no interface", PcapngWriter{}.enhanced(1, 3, "four").bytes(),
              "of interface 1, the section has 1"},
             {"a section of another version", PcapngWriter{}.section(2).bytes(),
              "pcapng of version 2 instead of 1"},
             {"a section without byte order",
              PcapngWriter{}.block(0x0a0d'0d0a, Bytes(16, 'x')).bytes(), "no byte order"},
             {"cut inside a block", block.substr(0, 20), "cut record"},
             {"cut inside a block's head", block.substr(0, 3), "cut record"}}) {
        CAPTURE(row.name);
        auto file = two_packets();
        const auto why = error_after_two(file.raw(row.rest));
        CAPTURE(why);
        CHECK(why.find(row.expected) != std::string::npos);
    }
}

TEST_CASE("a section may describe a bounded number of interfaces") {
    auto file = two_packets();
    for (std::size_t i = 0; i < SavefileLimits{}.interfaces_max; ++i) file.interface();
    CHECK(error_after_two(file).find("more than 4096 interfaces") != std::string::npos);
}
