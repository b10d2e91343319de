// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/cookie_jar.hpp"

#include <doctest/doctest.h>

#include <string>

namespace shadowdiff::mirror {
namespace {

constexpr Timestamp jar_now{std::chrono::seconds{1'700'000'000}};

std::vector<JarCookie> jar_of(const std::string& lines) {
    auto jar = parse_cookie_jar(lines, jar_now);
    REQUIRE_MESSAGE(jar, jar.error().message);
    return *std::move(jar);
}

TEST_CASE("a jar as curl writes it is read, and cookies go where they belong") {
    const auto jar = jar_of(
        "# Netscape HTTP Cookie File\n\n"
        "#HttpOnly_.example.com\tTRUE\t/\tFALSE\t0\tsid\tone\n"
        "api.example.com\tFALSE\t/v2\tFALSE\t1900000000\tdeep\ttwo\r\n"
        "example.com\tFALSE\t/\tTRUE\t0\tsafe\tthree\n"
        "example.com\tFALSE\t/\tFALSE\t1600000000\told\tgone\n");
    struct Row {
        const char* host;
        const char* path;
        bool is_https;
        const char* cookies;
    };
    for (const auto& row :
         {Row{"example.com", "/", false, "sid=one"},
          Row{"example.com", "/", true, "sid=one; safe=three"},
          Row{"API.example.com", "/v2/x", false, "deep=two; sid=one"},
          Row{"api.example.com", "/v20", false, "sid=one"}, Row{"notexample.com", "/", true, ""},
          Row{"sub.api.example.com", "/v2", false, "sid=one"}}) {
        CAPTURE(row.host);
        CAPTURE(row.path);
        CHECK(cookies_for(jar, row.host, row.path, row.is_https) == row.cookies);
    }
}

TEST_CASE("what is no jar is named by its line, and no value is repeated") {
    for (const std::string line :
         {"Set-Cookie: sid=planted-secret", "example.com\tTRUE\t/\tFALSE\t0\tsid",
          "example.com\tTRUE\t/\tFALSE\tsoon\tsid\tplanted-secret",
          "example.com\tTRUE\t/\tFALSE\t0\tsid\tplanted-secret; evil=1"}) {
        CAPTURE(line);
        const auto jar = parse_cookie_jar("# comment\n" + line + "\n", jar_now);
        REQUIRE_FALSE(jar);
        CHECK(jar.error().message.starts_with("line 2: "));
        CHECK_FALSE(jar.error().message.contains("planted-secret"));
    }
    CHECK(parse_cookie_jar("", jar_now).error().message == "there is no cookie in it");
    CHECK(parse_cookie_jar("a\tTRUE\t/\tFALSE\t1\tsid\tx\n", jar_now)
              .error()
              .message.contains("expired"));
}

}  // namespace
}  // namespace shadowdiff::mirror
