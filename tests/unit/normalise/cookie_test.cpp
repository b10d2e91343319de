// SPDX-License-Identifier: Apache-2.0
#include "normalise/cookie.hpp"

#include <doctest/doctest.h>

#include <string_view>

using namespace shadowdiff;
using normalise::parse_set_cookie;

TEST_CASE("a cookie has a name, a value and attributes in sorted order") {
    const auto cookie = parse_set_cookie(
        "sid=abc=def; Secure; Path=/a; HttpOnly; SameSite=Lax; Max-Age=3600", std::nullopt);
    CHECK(cookie.name == "sid");
    CHECK(cookie.value == "abc=def");
    CHECK(cookie.attributes == normalise::NamedValues{{"httponly", ""},
                                                      {"max-age", "3600"},
                                                      {"path", "/a"},
                                                      {"samesite", "lax"},
                                                      {"secure", ""}});
}

TEST_CASE("spelling that browsers do not see makes no other cookie") {
    const auto plain =
        parse_set_cookie("a=b; Domain=example.com; Path=/; SameSite=None", std::nullopt);
    for (const std::string_view text :
         {" a = b ;domain=.Example.COM;PATH=/;samesite=none",
          "a=b;;; Path=/;\tDomain=example.com ;"
          " SameSite=NONE;",
          "a=b; Path=/x; Path=/; Domain=example.com; SameSite=None"}) {
        CAPTURE(text);
        const auto cookie = parse_set_cookie(text, std::nullopt);
        CHECK(cookie.name == plain.name);
        CHECK(cookie.value == plain.value);
        CHECK(cookie.attributes == plain.attributes);
    }
}

TEST_CASE("a comma splits nothing, and a lost equals sign leaves a value without a name") {
    const auto dated =
        parse_set_cookie("a=1,2; Expires=Sun, 06 Nov 1994 08:49:37 GMT; Path=/", std::nullopt);
    CHECK(dated.value == "1,2");
    CHECK(dated.attributes == normalise::NamedValues{{"expires", "a date"}, {"path", "/"}});
    const auto nameless = parse_set_cookie("justvalue; Secure", std::nullopt);
    CHECK(nameless.name == "");
    CHECK(nameless.value == "justvalue");
    CHECK(parse_set_cookie("", std::nullopt).name == "");
    CHECK(parse_set_cookie("; ;=;", std::nullopt).attributes.empty());
}
