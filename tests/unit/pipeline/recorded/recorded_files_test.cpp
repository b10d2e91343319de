// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded/recorded_files.hpp"

#include "recording/block.hpp"
#include "tests/support/packed.hpp"
#include "tests/support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace shadowdiff::pipeline {
namespace {

TEST_CASE("files of several forms are read one after another; a broken one is told and counted") {
    const test::TemporaryFolder folder;
    std::vector<std::string> troubles;
    RecordedFiles files{{
        .files = {folder.file("urls", "/a\n/b\n"), folder.path() / "missing",
                  folder.file("lines.jsonl", "{\"url\":\"/c\"}\n{\n")},
        .format = {},
        .reader = {},
        .on_trouble = [&](std::string line) { troubles.push_back(std::move(line)); },
    }};
    REQUIRE(files.begin());
    std::string targets;
    while (const auto exchange = files.next([] { return false; }))
        targets += exchange->request.target;
    CHECK(targets == "/a/b/c");
    CHECK(files.files_broken() == 1);
    CHECK(files.records_skipped() == 1);
    REQUIRE(troubles.size() == 2);
    CHECK(troubles[0].ends_with("No such file or directory"));
    CHECK(troubles[1].ends_with(
        "lines.jsonl: byte 13: a line that is no JSON, or of more or deeper values than we read"));
}

TEST_CASE("a file that ends early counts, and one of which nothing can be read is broken") {
    const test::TemporaryFolder folder;
    std::string urls;
    for (int i = 0; i < 50'000; ++i) urls += "/" + std::to_string(i * 7919 % 50'000) + "\n";
    const auto packed = test::gzip(urls);
    std::vector<std::string> troubles;
    RecordedFiles files{{
        .files = {folder.file("urls.gz", ByteView{packed}.substr(0, packed.size() / 2)),
                  folder.file("lines.jsonl", "{\n{\n"),
                  folder.file("none.sdrec", recording::recording_head())},
        .format = {},
        .reader = {},
        .on_trouble = [&](std::string line) { troubles.push_back(std::move(line)); },
    }};
    REQUIRE(files.begin());
    std::size_t read = 0;
    while (files.next([] { return false; })) ++read;
    CHECK(read > 10'000);
    CHECK(files.records_skipped() == 3);
    CHECK(files.files_broken() == 1);
    REQUIRE(troubles.size() == 4);
    CHECK(troubles[0].ends_with("urls.gz: the gzip stream ends too early"));
    CHECK(troubles[3].ends_with("lines.jsonl: nothing in it could be read"));
}

TEST_CASE("what is no recording is refused at once, with what it could be") {
    const test::TemporaryFolder folder;
    RecordedFiles files{
        {.files = {folder.file("picture", "\x89PNG....")}, .format = {}, .reader = {}}};
    const auto begun = files.begin();
    REQUIRE_FALSE(begun);
    CHECK(begun.error().message.contains("picture: no recorded traffic: expected a recording"));
}

TEST_CASE("captures are told from recordings by their first octets") {
    const test::TemporaryFolder folder;
    CHECK(kind_of_file(folder.file("a", "\xd4\xc3\xb2\xa1....")) == TrafficKind::captures);
    CHECK(kind_of_file(folder.file("b", "\x0a\x0d\x0d\x0a....")) == TrafficKind::captures);
    CHECK(kind_of_file(folder.file("c", "/a\n")) == TrafficKind::recordings);
    CHECK(kind_of_file(folder.file("d", "")) == TrafficKind::recordings);
    CHECK(kind_of_file(folder.file("e", std::string{"SQLite format 3", 16})) ==
          TrafficKind::run_files);
    CHECK_FALSE(kind_of_file(folder.path() / "missing"));
}

TEST_CASE("a packed file gets no larger window than its share of the memory") {
    const test::TemporaryFolder folder;
    const auto packed = folder.file("urls.zst", test::zstd("/a\n", 27));
    const auto why_not = [&](std::size_t windows_bytes_total_max) {
        RecordedFilesOptions options{.files = {packed}, .format = {}, .reader = {}};
        options.limits.windows_bytes_total_max = windows_bytes_total_max;
        const auto begun = RecordedFiles{options}.begin();
        return begun ? std::string{} : begun.error().message;
    };
    CHECK(why_not(std::size_t{1} << 30U).empty());
    CHECK(why_not(std::size_t{1} << 20U).contains("needs a window over 1 MiB"));
}

TEST_CASE("a file that is there twice is named, whatever it is called") {
    const test::TemporaryFolder folder;
    const auto recording_of = [](std::string_view record) {
        recording::BlockBuilder block;
        block.add(record);
        return recording::recording_head() + block.finish();
    };
    const auto one = folder.file("one", recording_of("a"));
    const auto copy = folder.file("copy", recording_of("a") + "and more");
    const auto other = folder.file("other", recording_of("b"));
    const auto urls = folder.file("urls", "/a\n"), same_urls = folder.file("same-urls", "/a\n");
    const auto empty = folder.file("empty", recording::recording_head());
    const auto empty_too = folder.file("empty-too", recording::recording_head());
    std::filesystem::create_symlink(urls, folder.path() / "link");

    CHECK(refuse_repeated({one, other, urls, same_urls, empty, empty_too, "-", "-"}));
    CHECK(refuse_repeated({folder.path() / "missing", folder.path() / "missing"}));
    const auto refused = [](std::vector<std::filesystem::path> files) {
        const auto result = refuse_repeated(files);
        return result ? std::string{} : result.error().message;
    };
    CHECK(refused({one, other, copy}).ends_with("is the same recording as " + one.string()));
    CHECK(refused({urls, one, urls}).ends_with("urls is given twice"));
    CHECK(refused({urls, folder.path() / "link"}).ends_with("link is given twice"));
    CHECK(refused({urls, folder.path() / "." / "urls"}).ends_with("urls is given twice"));
}

}  // namespace
}  // namespace shadowdiff::pipeline
