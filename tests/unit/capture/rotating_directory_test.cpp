// SPDX-License-Identifier: Apache-2.0
#include "capture/rotating_directory.hpp"

#include "tests/support/packed.hpp"
#include "tests/unit/capture/rotation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

using namespace shadowdiff;
using namespace shadowdiff::test;

TEST_CASE("what a directory holds is read in the order of names, then it has ended") {
    Rotation rotation;
    rotation.write("trace.pcap", file_of({"one"}));
    rotation.write("trace.pcap2", file_of({"three", "four"}));
    rotation.write("trace.pcap10", test::pcapng_file(frames_of({"five"})));
    rotation.write("trace.pcap1", file_of({"two"}));
    rotation.write("trace.pcap11.gz", test::gzip(file_of({"six"})));
    rotation.write(".trace.pcap3.swp", file_of({"hidden"}));
    rotation.write("README", "no capture");
    std::filesystem::create_directory(rotation.path("trace.pcap4"));
    rotation.open(false);
    CHECK(rotation.source().description() ==
          "directory " + rotation.path("").substr(0, rotation.path("").size() - 1));
    const auto kept = rotation.read();
    CHECK(kept.bytes() == Packets{"one", "two", "three", "four", "five", "six"});
    CHECK_FALSE(kept.error);
    CHECK(kept.not_yet == 0);
    for (std::size_t i = 0; i < 6; ++i) CHECK(kept.packets[i].number == i + 1);
}

TEST_CASE("a damaged or missing file of a directory does not end the others") {
    Rotation rotation;
    const auto cut = file_of({"one", "two"});
    rotation.write("1.pcap", ByteView{cut}.substr(0, cut.size() - 1));
    rotation.write("2.pcap", file_of({"three"}));
    rotation.write("3.pcap", test::pcap_file({}, {.link = 147}));
    rotation.write("4.pcap", file_of({"four"}));
    rotation.write("5.pcap", file_of({"five"}));
    rotation.open(false);
    CHECK(std::holds_alternative<frames::Packet>(rotation.source().next()));
    rotation.remove("4.pcap");
    const auto kept = rotation.read();
    CHECK(kept.bytes() == Packets{"three", "five"});
    CHECK(kept.error == rotation.path("1.pcap") +
                            ": packet 2: cut record (1 packet before it was read) (and 2 "
                            "more of the files ended early)");
    CHECK_FALSE(kept.is_finished);
}

TEST_CASE("a directory of files that were read up to some packet is finished early") {
    Rotation rotation;
    const auto cut = file_of({"one", "two"});
    rotation.write("1.pcap", ByteView{cut}.substr(0, cut.size() - 1));
    rotation.write("2.pcap", file_of({"three"}));
    rotation.open(false);
    const auto kept = rotation.read();
    CHECK(kept.bytes() == Packets{"one", "three"});
    CHECK(kept.error ==
          rotation.path("1.pcap") + ": packet 2: cut record (1 packet before it was read)");
    CHECK(kept.is_finished);
    Coverage coverage;
    rotation.source().add_drops(coverage);
    CHECK(coverage[Blind::unreadable_records] == 1);
}

TEST_CASE("a directory without captures is refused, unless it is waited for one") {
    Rotation rotation;
    rotation.write("README", "no capture");
    const auto folder = std::filesystem::path{rotation.path("README")}.parent_path();
    const auto opened = capture::open_directory(
        {.directory = folder, .follow = false, .limits = {}, .on_trouble = {}});
    REQUIRE_FALSE(opened);
    CHECK(opened.error().message == folder.string() + ": no capture files there");
    const auto missing = capture::open_directory(
        {.directory = folder / "none", .follow = true, .limits = {}, .on_trouble = {}});
    REQUIRE_FALSE(missing);
    CHECK(missing.error().message.find("none: cannot be read: No such file") != std::string::npos);

    rotation.open(true);
    CHECK(rotation.packets().empty());
    rotation.write("1.pcap", file_of({"one"}));
    CHECK(rotation.packets() == Packets{"one"});
}

TEST_CASE("the newest file is followed as it grows, until a newer one has begun") {
    Rotation rotation;
    rotation.write("t1", file_of({"one"}));
    rotation.write("t2", file_of({"two"}));
    rotation.open(true);
    CHECK(rotation.packets() == Packets{"one", "two"});
    const auto record = records_of({"three"});
    rotation.append("t2", ByteView{record}.substr(0, 18));
    CHECK(rotation.packets().empty());
    rotation.append("t2", ByteView{record}.substr(18));
    CHECK(rotation.packets() == Packets{"three"});

    rotation.write("t3", "");  // it has not begun before its head is there
    rotation.write("zero.log", "no capture");
    CHECK(rotation.packets().empty());
    rotation.append("t2", records_of({"four"}));
    CHECK(rotation.packets() == Packets{"four"});
    rotation.append("t2", records_of({"five"}));
    rotation.append("t3", file_of({"six"}));
    rotation.write("t10", file_of({"seven"}));
    CHECK(rotation.packets() == Packets{"five", "six", "seven"});
    CHECK(rotation.troubles().empty());
}

TEST_CASE("a file that was compressed after it was read is not read again") {
    Rotation rotation;
    const auto first = file_of({"one"});
    const auto second = file_of({"two"});
    rotation.write("1.pcap", first);
    rotation.write("2.pcap", second);
    rotation.open(true);
    CHECK(rotation.packets() == Packets{"one", "two"});
    const auto packed = test::gzip(first);
    rotation.write("1.pcap.gz", ByteView{packed}.substr(0, 9));  // beside it, under way
    CHECK(rotation.packets().empty());
    rotation.write("1.pcap.gz", packed);
    rotation.remove("1.pcap");
    CHECK(rotation.packets().empty());
    rotation.append("1.pcap.gz", "");
    std::filesystem::last_write_time(rotation.path("1.pcap.gz"), {});
    rotation.append("2.pcap", records_of({"three"}));
    CHECK(rotation.packets() == Packets{"three"});
    rotation.write("1.pcap", file_of({"four"}));  // the ring is round
    CHECK(rotation.packets() == Packets{"four"});
    CHECK(rotation.troubles().empty());
}

TEST_CASE("a ring of files is read from its oldest on, and again where it was written anew") {
    Rotation rotation;
    rotation.write("f2", file_of({"one"}));
    rotation.write("f3", file_of({"two"}));
    rotation.write("f0", file_of({"three"}));
    rotation.write("f1", file_of({"four"}));
    rotation.open(true);
    CHECK(rotation.packets() == Packets{"one", "two", "three", "four"});
    rotation.append("f1", records_of({"five"}));
    CHECK(rotation.packets() == Packets{"five"});
    rotation.write("f2", file_of({"six, longer than before"}));
    CHECK(rotation.packets() == Packets{"six, longer than before"});
    rotation.append("f2", records_of({"seven"}));
    rotation.write("f3", file_of({"eight, longer than before"}));
    rotation.write("f0", file_of({"nine, longer than before"}));
    CHECK(rotation.packets() ==
          Packets{"seven", "eight, longer than before", "nine, longer than before"});
    CHECK(rotation.troubles().empty());
}

TEST_CASE("names in another order than their times are no ring") {
    Rotation rotation;
    rotation.write("c", file_of({"one"}));
    rotation.write("a", file_of({"two"}));
    rotation.write("d", file_of({"three"}));
    rotation.write("b", file_of({"four"}));
    rotation.open(false);
    CHECK(rotation.read().bytes() == Packets{"two", "four", "one", "three"});
}

TEST_CASE("files that are gone or written anew before they were read are named") {
    Rotation rotation;
    rotation.write("1", file_of({"one"}));
    rotation.open(true);
    CHECK(rotation.packets() == Packets{"one"});
    rotation.write("2", file_of({"two"}));
    rotation.write("3", file_of({"three"}));
    rotation.write("4", file_of({"four"}));
    rotation.append("1", records_of({"more"}));
    CHECK(std::holds_alternative<frames::Packet>(rotation.source().next()));
    // 1 is at its end now: the next call sees 2, 3 and 4, and reads 2.
    CHECK(std::holds_alternative<frames::Packet>(rotation.source().next()));
    rotation.remove("3");
    rotation.write("4", file_of({"five, longer than before"}));
    CHECK(rotation.packets() == Packets{"five, longer than before"});
    auto named = rotation.troubles();
    std::ranges::sort(named);
    REQUIRE(named.size() == 2);
    CHECK(named[0].starts_with(rotation.path("3") + ": "));
    CHECK(named[1] == rotation.path("4") + ": removed or written anew before it could be read");
}

TEST_CASE("what the capture programs of all files lost is added up once") {
    Rotation rotation;
    test::PcapngWriter file;
    file.section().interface().statistics(0, {{5, file.number64(3)}, {7, file.number64(40)}});
    rotation.write("1", file.bytes());
    rotation.write("2", file.bytes());
    rotation.open(true);
    Coverage coverage;
    for (int i = 0; i < 5; ++i) {
        CHECK(std::holds_alternative<capture::NotYet>(rotation.source().next()));
        rotation.source().add_drops(coverage);
    }
    CHECK(coverage[Blind::interface_drops] == 6);
    CHECK(coverage[Blind::kernel_drops] == 80);
}
