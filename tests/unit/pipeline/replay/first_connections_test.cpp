// SPDX-License-Identifier: Apache-2.0
#include "pipeline/replay/first_connections.hpp"

#include "tests/support/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

namespace shadowdiff::pipeline {
namespace {

/// Requests of ten connections in turn, a millisecond apart; every other one is a POST.
std::string ten_connections() {
    std::string lines;
    for (int i = 0; i < 100; ++i) {
        lines += fmt::format(
            R"({{"method": "{}", "url": "/{}", "time": 1700000000.{:03}, "connection": {}}})",
            i % 2 == 0 ? "GET" : "POST", i, i, i % 10);
        lines += '\n';
    }
    return lines;
}

struct Beginning {
    test::TemporaryFolder folder;
    ReplayOptions replay;
    ShadowOptions options;

    Beginning() {
        replay.files.files = {folder.file("lines.jsonl", ten_connections())};
        options.candidate.emplace();
        options.candidate->host = "127.0.0.1";
    }
    std::size_t connections(bool lacks_something = false) const {
        return first_connections(replay, options,
                                 [&](const http::Request&) { return lacks_something; });
    }
};

TEST_CASE("connections are those of the first moments' requests that are sent") {
    Beginning beginning;
    CHECK(beginning.connections() == 5);
    beginning.replay.pace = RecordedPace{0.25};
    CHECK(beginning.connections() == 2);
    beginning.replay.pace = RatePace{1};
    CHECK(beginning.connections() == 1);
    beginning.replay.pace = RatePace{1e6};
    CHECK(beginning.connections() == 5);
    beginning.replay.requests_max = 3;
    CHECK(beginning.connections() == 2);
    CHECK(beginning.connections(true) == 0);
}

TEST_CASE("none are made where there is no pace, nobody to ask, or nothing to look at") {
    Beginning beginning;
    SUBCASE("no pace") { beginning.replay.pace = NoPace{}; }
    SUBCASE("nobody to ask") { beginning.options.candidate.reset(); }
    SUBCASE("a pipe") { beginning.replay.files.files.emplace_back("-"); }
    CHECK(beginning.connections() == 0);
}

}  // namespace
}  // namespace shadowdiff::pipeline
