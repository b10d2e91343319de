// SPDX-License-Identifier: Apache-2.0
#include "diff/collector.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff;
using namespace shadowdiff::diff;

TEST_CASE("what is cut ends in an ellipsis, and is never longer than the bound") {
    CHECK(bounded("abcdef", 6) == "abcdef");
    CHECK(bounded("abcdefg", 6) == "abc…");
    CHECK(bounded("ab\u20acdef", 6) == "ab…");
    CHECK(bounded("abcdef", 3) == "…");
    CHECK(bounded("abcdef", 2) == "ab");
    CHECK(bounded("abcdef", 0).empty());
    CHECK(bounded("", 0).empty());
}

TEST_CASE("what is over the bound of the list is counted") {
    Collector found{{.differences_max = 2}};
    for (const auto* path : {"status", "headers.a", "headers.b", "body"}) {
        found.add(path, Kind::changed, Severity::high, "200", "500");
    }
    const auto differences = found.take();
    CHECK(differences.list.size() == 2);
    CHECK(differences.unlisted == 2);
    CHECK(differences.repeated == 0);
    CHECK(differences.list[0] ==
          Difference{"status", "status", Kind::changed, Severity::high, "200", "500"});
}

TEST_CASE("one pattern cannot fill the list: what differs elsewhere, or otherwise, has room") {
    Collector found{{.differences_max = 6, .differences_per_pattern_max = 2}};
    for (int i = 0; i < 100; ++i) found.add("a", Kind::changed, Severity::medium, "", "");
    found.add("a", Kind::changed, Severity::high, "", "");
    found.add("a", Kind::missing, Severity::medium, "", "");
    found.add("b", Kind::changed, Severity::medium, "", "");
    const auto differences = found.take();
    CHECK(differences.list.size() == 5);
    CHECK(differences.repeated == 98);
    CHECK(differences.unlisted == 0);
    CHECK(differences.list[4].path == "b");
}

TEST_CASE("paths and values are bounded, whoever adds them") {
    Collector found{{.value_bytes_max = 10, .path_bytes_max = 8}};
    const std::string longer(100, 'x');
    found.add("headers." + longer, Kind::changed, Severity::medium, longer, longer);
    found.add(
        diff::Difference{.path = longer, .pattern = longer, .legacy = longer, .candidate = longer});
    for (const auto& difference : found.take().list) {
        CHECK(difference.path.size() == 8);
        CHECK(difference.pattern.size() == 8);
        CHECK(difference.legacy == "xxxxxxx…");
        CHECK(difference.candidate == "xxxxxxx…");
    }
}
