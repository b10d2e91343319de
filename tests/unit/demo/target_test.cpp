// SPDX-License-Identifier: Apache-2.0
#include "fixtures/demo/target.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::demo {

using Segments = std::vector<std::string>;
using Parameters = std::vector<std::pair<std::string, std::string>>;

TEST_CASE("a target falls into segments and parameters") {
    struct Row {
        std::string_view target;
        Segments segments;
        Parameters parameters;
    };
    for (const auto& row : {
             Row{"/", {}, {}},
             Row{"/search", {"search"}, {}},
             Row{"/search/", {"search", ""}, {}},
             Row{"/a%20b/c%2Fd", {"a b", "c/d"}, {}},
             Row{"/a+b", {"a+b"}, {}},
             Row{"/s?q=a+b&page=2", {"s"}, {{"q", "a b"}, {"page", "2"}}},
             Row{"/s?q=50%25", {"s"}, {{"q", "50%"}}},
             Row{"/s?q", {"s"}, {{"q", ""}}},
             Row{"/s?q=a=b", {"s"}, {{"q", "a=b"}}},
             Row{"/s?", {"s"}, {}},
             Row{"/s?a=/x?y", {"s"}, {{"a", "/x?y"}}},
         }) {
        CAPTURE(row.target);
        const auto parsed = parse_target(row.target);
        REQUIRE(parsed.has_value());
        CHECK(parsed->segments == row.segments);
        CHECK(parsed->parameters == row.parameters);
    }
}

TEST_CASE("a target that is no path, or has a broken escape, is refused") {
    for (const auto* target :
         {"", "*", "http://example.com/", "/%", "/%4", "/%zz", "/s?q=%", "/s?q=%-1", "/s?%zz=1"}) {
        CAPTURE(target);
        CHECK_FALSE(parse_target(target).has_value());
    }
}

TEST_CASE("the first parameter of a name counts") {
    const auto parsed = parse_target("/s?q=one&q=two");
    REQUIRE(parsed.has_value());
    CHECK(parsed->parameter("q") == "one");
    CHECK_FALSE(parsed->parameter("Q").has_value());
}

TEST_CASE("a number is digits alone") {
    CHECK(parse_number("0") == 0U);
    CHECK(parse_number("4294967295") == 4'294'967'295U);
    for (const auto* text : {"", "-1", "+1", " 1", "1 ", "1.0", "0x1", "4294967296"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_number(text).has_value());
    }
}

}  // namespace shadowdiff::demo
