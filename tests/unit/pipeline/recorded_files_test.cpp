// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded_files.hpp"

#include "tests/support/temporary_folder.hpp"

#include <doctest/doctest.h>

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
        "lines.jsonl: byte 13: a line that is no JSON, or is nested too deep"));
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

}  // namespace
}  // namespace shadowdiff::pipeline
