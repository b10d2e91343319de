// SPDX-License-Identifier: Apache-2.0
#include "capture/savefile.hpp"

#include "capture/open.hpp"
#include "tests/support/decode_one.hpp"
#include "tests/support/memory_bytes.hpp"
#include "tests/support/pcap_builder.hpp"
#include "tests/support/read_source.hpp"
#include "tests/support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace shadowdiff;

namespace {

struct Read {
    std::vector<Bytes> payloads;
    std::vector<Timestamp> times;
    std::optional<Error> error;
    bool finished = false;
};

Read read_all(capture::PacketSource& source) {
    Read read;
    for (;;) {
        const auto next = source.next();
        if (const auto* packet = std::get_if<frames::Packet>(&next)) {
            const auto segment = test::decode_one(*packet);
            REQUIRE(segment);
            REQUIRE(packet->number == read.payloads.size() + 1);
            read.payloads.emplace_back(segment->payload);
            read.times.push_back(packet->at);
        } else if (const auto* error = std::get_if<Error>(&next)) {
            REQUIRE_FALSE(read.error);
            read.error = *error;
        } else {
            const auto* finished = std::get_if<capture::Finished>(&next);
            read.finished = finished != nullptr;
            if (finished != nullptr && finished->early) read.error = finished->early;
            return read;
        }
    }
}

std::vector<test::CapturedFrame> three_frames() {
    auto packets = test::build_packets(">>> one\\\n<<< two\\\n>>> three\\\n",
                                       {.handshake = false, .fins = false});
    for (auto& packet : packets) packet.at += std::chrono::nanoseconds{123'456'789};
    return test::capture_frames(packets);
}

std::string open_error(const std::filesystem::path& file) {
    const auto opened = capture::open_savefile(file);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().message.find('\n') == std::string::npos);
    return opened.error().message;
}

}  // namespace

TEST_CASE("every form of savefile gives the same packets with their times") {
    const test::TemporaryFolder folder;
    struct Row {
        std::string name;
        bool is_pcapng;
        test::PcapOptions options;
    };
    for (const auto& row : std::vector<Row>{
             {"pcap", false, {}},
             {"pcap of the other byte order", false, {.swapped = true}},
             {"pcap with nanoseconds", false, {.nanoseconds = true}},
             {"the same of the other byte order", false, {.nanoseconds = true, .swapped = true}},
             {"pcap with longer record headers", false, {.modified = true}},
             {"the same of the other byte order", false, {.swapped = true, .modified = true}},
             {"pcapng", true, {}},
             {"pcapng with nanoseconds", true, {.nanoseconds = true}},
             {"pcapng of the other byte order", true, {.nanoseconds = true, .swapped = true}}}) {
        CAPTURE(row.name);
        const auto frames = three_frames();
        const auto file =
            folder.file("capture", row.is_pcapng ? test::pcapng_file(frames, row.options)
                                                 : test::pcap_file(frames, row.options));
        const auto source = capture::open_savefile(file);
        REQUIRE(source);
        const auto read = read_all(**source);
        CHECK(read.payloads == std::vector<Bytes>{"one", "two", "three"});
        CHECK(read.finished);
        CHECK_FALSE(read.error);
        const auto fraction =
            std::chrono::nanoseconds{row.options.nanoseconds ? 123'456'789 : 123'456'000};
        CHECK(read.times[0] == test::packets_start + fraction);
        CHECK((*source)->description() == "file " + file.string());
        Coverage coverage;
        (*source)->add_drops(coverage);
        CHECK(coverage == Coverage{});
    }
}

TEST_CASE("packets before a cut record are read, and the early end names file and packet") {
    const test::TemporaryFolder folder;
    const auto whole = test::pcap_file(three_frames());
    const auto first_two = test::pcap_file({three_frames()[0], three_frames()[1]}).size();
    for (auto length = first_two + 1; length < whole.size(); ++length) {
        CAPTURE(length);
        const auto file = folder.file("cut.pcap", ByteView{whole}.substr(0, length));
        const auto source = capture::open_savefile(file);
        REQUIRE(source);
        const auto read = read_all(**source);
        CHECK(read.payloads == std::vector<Bytes>{"one", "two"});
        REQUIRE(read.error);
        CHECK(read.error->message.starts_with(file.string() + ": packet 3: cut record"));
        CHECK(read.error->message.find('\n') == std::string::npos);
        CHECK(read.finished);
        Coverage coverage, again;
        (*source)->add_drops(coverage);
        CHECK(coverage[Blind::unreadable_records] == 1);
        (*source)->add_drops(again);
        CHECK(again == Coverage{});
    }
}

TEST_CASE("a capture of which no packet can be read is an error") {
    const test::TemporaryFolder folder;
    const auto head = test::pcap_file({}).size();
    const auto whole = test::pcap_file(three_frames());
    const auto source =
        capture::open_savefile(folder.file("cut.pcap", ByteView{whole}.substr(0, head + 20)));
    REQUIRE(source);
    const auto next = (*source)->next();
    REQUIRE(std::holds_alternative<Error>(next));
    CHECK(std::get<Error>(next).message.ends_with(
        "packet 1: cut record (0 packets before it were read)"));
}

TEST_CASE("a capture without packets is only finished") {
    const test::TemporaryFolder folder;
    for (const auto& bytes : {test::pcap_file({}), test::pcapng_file({})}) {
        const auto source = capture::open_savefile(folder.file("none.pcap", bytes));
        REQUIRE(source);
        CHECK(std::holds_alternative<capture::Finished>((*source)->next()));
        CHECK(std::holds_alternative<capture::Finished>((*source)->next()));
    }
}

TEST_CASE("what cannot be opened says which file, why and what to try") {
    const test::TemporaryFolder folder;
    const auto names = [](const std::string& message, const std::string& text) {
        CAPTURE(message);
        return message.find(text) != std::string::npos;
    };
    CHECK(
        names(open_error(folder.path() / "missing.pcap"), "missing.pcap: cannot be read: No such"));
    CHECK(names(open_error(folder.path()), "Is a directory"));
    CHECK(names(open_error(folder.file("empty.pcap", "")), "empty.pcap: the file is empty"));
    CHECK(names(open_error(folder.file("text.pcap", "GET / HTTP/1.1\r\nHost: example.com\r\n")),
                "text.pcap: no pcap or pcapng capture"));
    CHECK(names(open_error(folder.file("short.pcap", "\xd4\xc3\xb2\xa1\x02")),
                "short.pcap: no pcap"));
    CHECK(names(open_error(folder.file("a.pcap.gz", "\x1f\x8b\x08 and more")),
                "a.pcap.gz: damaged gzip stream"));
    CHECK(names(open_error(folder.file("old.pcap",
                                       Bytes{"\xd4\xc3\xb2\xa1\x01\0\x02\0", 8} + Bytes(16, '\0'))),
                "old.pcap: pcap of version 1 instead of 2"));
    CHECK(names(open_error(folder.file("usb.pcap", test::pcap_file({}, {.link = 189}))),
                "link type USB_LINUX (189) is not decoded"));
}

TEST_CASE("a savefile reads the same in pieces of any size") {
    const auto frames = three_frames();
    for (const auto& bytes : {test::pcap_file(frames), test::pcapng_file(frames),
                              test::pcap_file(frames).substr(0, 100)}) {
        const auto read = [&](std::size_t piece, bool hesitates, std::size_t buffer_bytes) {
            SavefileLimits limits;
            limits.buffer_bytes = buffer_bytes;
            capture::Savefile source{
                "day.pcap", std::make_unique<test::MemoryBytes>(bytes, piece, hesitates), limits};
            auto kept = test::read_source(source, 1'000);
            CHECK((kept.not_yet > 0) == hesitates);
            kept.not_yet = 0;
            return kept;
        };
        const auto whole = read(~std::size_t{0}, false, 1'000'000);
        CHECK(whole.packets.size() == (bytes.size() == 100 ? 1 : 3));
        for (const std::size_t piece : {1U, 2U, 3U, 5U, 64U, 1'000U}) {
            for (const std::size_t buffer_bytes : {16U, 24U, 61U, 4'096U}) {
                CAPTURE(piece);
                CAPTURE(buffer_bytes);
                CHECK(read(piece, false, buffer_bytes) == whole);
                CHECK(read(piece, true, buffer_bytes) == whole);
            }
        }
    }
}

TEST_CASE("a packet larger than the buffer is read, one that nobody can have captured is damage") {
    SavefileLimits limits;
    limits.buffer_bytes = 100;
    limits.packet_bytes_max = 1'000;
    const auto read = [&](std::size_t bytes) {
        const auto file = test::pcap_file(
            {{test::packets_start, "small", 5}, {test::packets_start, Bytes(bytes, 'x'), 70'000}});
        capture::Savefile source{"day.pcap", std::make_unique<test::MemoryBytes>(file), limits};
        return test::read_source(source);
    };
    const auto large = read(1'000);
    CHECK_FALSE(large.error);
    REQUIRE(large.packets.size() == 2);
    CHECK(large.packets[1].bytes == Bytes(1'000, 'x'));
    CHECK(large.packets[1].original_length == 70'000);
    CHECK(read(1'001).error ==
          "day.pcap: packet 2: damaged record: 1001 bytes captured of one packet (1 packet "
          "before it was read)");
}

TEST_CASE("a pcapng file of a link layer that we do not decode is read, the decoder counts it") {
    const test::TemporaryFolder folder;
    const auto file = folder.file("wifi.pcapng", test::pcapng_file(three_frames(), {.link = 147}));
    const auto source = capture::open_savefile(file);
    REQUIRE(source);
    const auto kept = test::read_source(**source);
    REQUIRE(kept.packets.size() == 3);
    CHECK(kept.packets[0].link_type == 147);
}
