// SPDX-License-Identifier: Apache-2.0
#include "diff/diff.hpp"

#include "tests/unit/diff/shown.hpp"

#include <vector>

using namespace shadowdiff;
using test::document;
using test::Lines;
using test::lines;

TEST_CASE("a status that differs is high, but for a few pairs") {
    struct Row {
        std::uint16_t legacy;
        std::uint16_t candidate;
        const char* body;  // of both
        Lines expected;
    };
    const std::vector<Row> rows{
        {200, 200, "x", {}},
        {200, 201, "x", {"status changed high"}},
        {200, 206, "x", {"status changed high"}},
        {200, 204, "", {"status changed medium"}},
        {204, 200, "", {"status changed medium"}},
        {200, 202, "", {"status changed high"}},
        {200, 500, "x", {"status changed high"}},
        {500, 503, "x", {"status changed medium"}},
        {500, 599, "", {"status changed medium"}},
        {404, 500, "x", {"status changed high"}},
        {401, 403, "x", {"status changed high"}},
        {302, 307, "", {"status changed high"}},
        {200, 404, "", {"status changed high"}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.legacy);
        CAPTURE(row.candidate);
        CHECK(lines(diff::diff(document({}, row.body, row.legacy),
                               document({}, row.body, row.candidate))) == row.expected);
    }
}

TEST_CASE("200 with a body against 204 is high, and the body is missing") {
    CHECK(lines(diff::diff(document({}, "x"), document({}, "", 204))) ==
          Lines{"status changed high", "body missing high"});
}

TEST_CASE("differences stand in the order status, header fields, cookies, body") {
    const auto legacy = document({{"Content-Type", "application/json"},
                                  {"X-B", "1"},
                                  {"X-A", "1"},
                                  {"Set-Cookie", "theme=dark"}},
                                 R"({"z":1,"a":1})");
    const auto candidate = document({{"Content-Type", "application/json"},
                                     {"X-B", "2"},
                                     {"X-A", "2"},
                                     {"Set-Cookie", "theme=light"}},
                                    R"({"a":2,"z":2})", 203);
    CHECK(lines(diff::diff(legacy, candidate)) ==
          Lines{"status changed high", "headers.x-a changed medium", "headers.x-b changed medium",
                "cookies.theme changed medium", "$.z changed medium", "$.a changed medium"});
}

TEST_CASE("the bound of the list is one for all parts of an answer") {
    const auto legacy = document({{"X-A", "1"}, {"X-B", "1"}}, R"({"a":1,"b":1})");
    const auto candidate = document({{"X-A", "2"}, {"X-B", "2"}}, R"({"a":2,"b":2})", 500);
    const auto found = diff::diff(legacy, candidate, {.differences_max = 4});
    CHECK(lines(found) == Lines{"status changed high", "headers.x-a changed medium",
                                "headers.x-b changed medium", "$.a changed medium"});
    CHECK(found.unlisted == 1);
}
