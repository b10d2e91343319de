// SPDX-License-Identifier: Apache-2.0
#include "capture/file_bytes.hpp"

#include "capture/open.hpp"
#include "capture/savefile.hpp"
#include "tests/support/pcap_builder.hpp"
#include "tests/support/read_source.hpp"
#include "tests/support/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <vector>

using namespace shadowdiff;

namespace {

std::vector<test::CapturedFrame> frames_of_lengths() {
    return {{test::packets_start, "one", 3},
            {test::packets_start, "second", 6},
            {test::packets_start, "the third", 9}};
}

}  // namespace

TEST_CASE("a file that grows gives its packets as they are written, and ends when it is told") {
    const test::TemporaryFolder folder;
    const auto whole = test::pcap_file(frames_of_lengths());
    const auto path = folder.file("growing.pcap", "");
    auto bytes = capture::open_bytes(path);
    REQUIRE(bytes);
    capture::Savefile source{"growing.pcap", std::move(*bytes), {}};
    source.follow(true);
    std::ofstream file{path, std::ios::binary | std::ios::app};
    std::size_t packets = 0;
    for (const char octet : whole) {
        const auto next = source.next();
        packets += std::holds_alternative<frames::Packet>(next) ? 1 : 0;
        CHECK_FALSE(std::holds_alternative<Error>(next));
        CHECK_FALSE(std::holds_alternative<capture::Finished>(next));
        file.put(octet).flush();
    }
    CHECK(packets == 2);
    CHECK(std::holds_alternative<frames::Packet>(source.next()));
    CHECK(std::holds_alternative<capture::NotYet>(source.next()));
    source.follow(false);
    CHECK(std::holds_alternative<capture::Finished>(source.next()));
}

TEST_CASE("a pipe is read as it comes, and having nothing is no end") {
    const test::TemporaryFolder folder;
    const auto whole = test::pcap_file(frames_of_lengths());
    const auto path = folder.path() / "pipe";
    REQUIRE(mkfifo(path.c_str(), 0600) == 0);
    const int writer = open(path.c_str(), O_RDWR | O_CLOEXEC);
    const auto write_part = [&](std::size_t from, std::size_t to) {
        const auto part = whole.substr(from, to - from);
        REQUIRE(write(writer, part.data(), part.size()) == static_cast<ssize_t>(part.size()));
    };
    write_part(0, 30);
    const auto source = capture::open_savefile(path);
    REQUIRE(source);
    CHECK(std::holds_alternative<capture::NotYet>((*source)->next()));
    write_part(30, whole.size() - 1);
    CHECK(test::read_source(**source, 1).packets.size() == 2);
    write_part(whole.size() - 1, whole.size());
    close(writer);
    CHECK(std::holds_alternative<frames::Packet>((*source)->next()));
    CHECK(std::holds_alternative<capture::Finished>((*source)->next()));
}

TEST_CASE("a pipe that nobody writes to yet is opened, and has nothing yet") {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "pipe";
    REQUIRE(mkfifo(path.c_str(), 0600) == 0);
    const auto bytes = capture::open_bytes(path);
    REQUIRE(bytes);
    std::vector<char> buffer(10);
    CHECK((*bytes)->read(buffer).reading == capture::Reading::not_yet);
    const int writer = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    CHECK((*bytes)->read(buffer).reading == capture::Reading::not_yet);
    REQUIRE(write(writer, "word", 4) == 4);
    close(writer);
    CHECK((*bytes)->read(buffer).bytes == 4);
    CHECK((*bytes)->read(buffer).reading == capture::Reading::ended);
}

TEST_CASE("standard input is called so, a file by its path") {
    const auto description = [](const std::filesystem::path& file) {
        auto bytes = capture::open_bytes("/dev/null");
        REQUIRE(bytes);
        return capture::Savefile{capture::name_of(file), std::move(*bytes), {}}.description();
    };
    CHECK(description("-") == "standard input");
    CHECK(description("day.pcap") == "file day.pcap");
}
