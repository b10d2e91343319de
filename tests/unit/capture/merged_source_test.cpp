// SPDX-License-Identifier: Apache-2.0
#include "capture/merged_source.hpp"

#include "capture/open.hpp"
#include "capture/savefile.hpp"
#include "tests/support/memory_bytes.hpp"
#include "tests/support/pcap_builder.hpp"
#include "tests/support/read_source.hpp"
#include "tests/support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

using namespace shadowdiff;

namespace {

using Sources = std::vector<std::unique_ptr<capture::PacketSource>>;

struct At {
    int seconds;
    std::string bytes;
};

Bytes timed_file(const std::vector<At>& packets) {
    std::vector<test::CapturedFrame> frames;
    for (const auto& [seconds, bytes] : packets) {
        frames.push_back({Timestamp{std::chrono::seconds{seconds}}, bytes,
                          static_cast<std::uint32_t>(bytes.size())});
    }
    return test::pcap_file(frames);
}

void add(Sources& sources, const std::string& name, Bytes bytes, std::size_t piece = 1'000,
         bool hesitates = false) {
    sources.push_back(std::make_unique<capture::Savefile>(
        name, std::make_unique<test::MemoryBytes>(std::move(bytes), piece, hesitates),
        SavefileLimits{}));
}

test::KeptPackets read_merged(Sources sources) {
    capture::MergedSource merged{"files", std::move(sources)};
    return test::read_source(merged, 1'000);
}

}  // namespace

TEST_CASE("packets of several files come by their times and are numbered anew") {
    Sources sources;
    add(sources, "a", timed_file({{1, "a1"}, {4, "a4"}, {5, "a5"}}));
    add(sources, "b", timed_file({}));
    add(sources, "c", timed_file({{2, "c2"}, {3, "c3"}, {9, "c9"}}));
    add(sources, "d", timed_file({{0, "d0"}, {6, "d6"}}));
    const auto kept = read_merged(std::move(sources));
    CHECK(kept.bytes() == std::vector<Bytes>{"d0", "a1", "c2", "c3", "a4", "a5", "d6", "c9"});
    CHECK_FALSE(kept.error);
    for (std::size_t i = 0; i < kept.packets.size(); ++i) CHECK(kept.packets[i].number == i + 1);
}

TEST_CASE("equal times keep the order of the files, and times that go back that of their file") {
    Sources sources;
    add(sources, "a", timed_file({{5, "a1"}, {5, "a2"}, {1, "a3"}, {7, "a4"}}));
    add(sources, "b", timed_file({{5, "b1"}, {5, "b2"}, {6, "b3"}}));
    CHECK(read_merged(std::move(sources)).bytes() ==
          std::vector<Bytes>{"a1", "a2", "a3", "b1", "b2", "b3", "a4"});
}

TEST_CASE("a file that ends early does not end the others, and is told of at the end") {
    const auto cut = [](const Bytes& file) { return file.substr(0, file.size() - 1); };
    Sources sources;
    add(sources, "a", cut(timed_file({{1, "a1"}, {2, "a2"}})));
    add(sources, "b", timed_file({{1, "b1"}, {3, "b3"}}));
    auto kept = read_merged(std::move(sources));
    CHECK(kept.bytes() == std::vector<Bytes>{"a1", "b1", "b3"});
    CHECK(kept.error == "a: packet 2: cut record (1 packet before it was read)");
    CHECK(kept.is_finished);

    sources.clear();
    add(sources, "a", cut(timed_file({{1, "a1"}, {2, "a2"}})));
    add(sources, "b", cut(timed_file({{1, "b1"}})));
    kept = read_merged(std::move(sources));
    CHECK(kept.bytes() == std::vector<Bytes>{"a1"});
    CHECK(kept.error ==
          "b: packet 1: cut record (0 packets before it were read) (and 1 more of the files "
          "ended early)");
    CHECK_FALSE(kept.is_finished);  // of one there was nothing
}

TEST_CASE("a source that has nothing yet is waited for, since it may have the earliest") {
    Sources sources;
    add(sources, "a", timed_file({{1, "a1"}, {3, "a3"}}));
    add(sources, "b", timed_file({{2, "b2"}, {4, "b4"}}), 1, true);
    const auto kept = read_merged(std::move(sources));
    CHECK(kept.bytes() == std::vector<Bytes>{"a1", "b2", "a3", "b4"});
    CHECK(kept.not_yet > 10);
}

TEST_CASE("what the capture programs of all files lost is added up") {
    test::PcapngWriter file;
    file.section().interface().statistics(0, {{5, file.number64(3)}, {7, file.number64(40)}});
    Sources sources;
    add(sources, "a", file.bytes());
    add(sources, "b", file.bytes());
    capture::MergedSource merged{"files", std::move(sources)};
    CHECK(std::holds_alternative<capture::Finished>(merged.next()));
    Coverage coverage;
    merged.add_drops(coverage);
    CHECK(coverage[Blind::interface_drops] == 6);
    CHECK(coverage[Blind::kernel_drops] == 80);
}

TEST_CASE("several files are opened as one, by name") {
    const test::TemporaryFolder folder;
    std::vector<std::filesystem::path> files;
    for (int i = 5; i > 0; --i) {
        const auto name = std::to_string(i);
        files.push_back(folder.file(name, timed_file({{i, name}})));
    }
    const auto source = capture::open_savefiles(files);
    REQUIRE(source);
    CHECK(test::read_source(**source).bytes() == std::vector<Bytes>{"1", "2", "3", "4", "5"});
    const auto in_folder = folder.path().string() + "/";
    CHECK((*source)->description() ==
          "files " + in_folder + "5, " + in_folder + "4, " + in_folder + "3 and 2 more");
    CHECK((*capture::open_savefiles({files[0]}))->description() == "file " + in_folder + "5");

    const auto error = [](const std::vector<std::filesystem::path>& names) {
        const auto opened = capture::open_savefiles(names);
        return opened ? std::string{} : opened.error().message;
    };
    CHECK(
        error({files[0], folder.path() / "none"}).starts_with(in_folder + "none: cannot be read"));
    CHECK(error({"-", files[0], "-"}) == "standard input: can be read only once");
    CHECK(error(std::vector(257, files[0])) == "257 files to merge by time, at most 256 at once");
}
