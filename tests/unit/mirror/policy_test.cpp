// SPDX-License-Identifier: Apache-2.0
#include "mirror/policy.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

http::Request request(std::string method, http::Fields headers = {}) {
    http::Request made;
    made.method = std::move(method);
    made.target = "/";
    made.headers = std::move(headers);
    return made;
}

TEST_CASE("what must not be sent again is excluded with its reason") {
    struct Row {
        std::string_view name;
        http::Request request;
        Reason expected;
    };
    const Row rows[] = {
        {"GET", request("GET"), Reason::none},
        {"HEAD", request("HEAD"), Reason::none},
        {"OPTIONS", request("OPTIONS"), Reason::none},
        {"POST", request("POST"), Reason::unsafe_method},
        {"DELETE", request("DELETE"), Reason::unsafe_method},
        {"methods compare with case", request("get"), Reason::unsafe_method},
        {"unknown method", request("BREW"), Reason::unsafe_method},
        {"our own", request("GET", {{"Shadowdiff-Run", "r1"}}), Reason::own_traffic},
        {"our own in lower case", request("GET", {{"shadowdiff-run", ""}}), Reason::own_traffic},
        {"our own before all", request("CONNECT", {{"Shadowdiff-Run", "r"}}), Reason::own_traffic},
        {"CONNECT", request("CONNECT"), Reason::upgrade},
        {"upgrade", request("GET", {{"upgrade", "websocket"}}), Reason::upgrade},
        {"unsafe upgrade", request("POST", {{"Upgrade", "h2c"}}), Reason::upgrade},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(exclusion_of(row.request) == row.expected);
    }
}

TEST_CASE("a body that was not kept whole cannot be sent again") {
    auto cut = request("GET");
    cut.body = http::make_body("12345");
    CHECK(exclusion_of(cut) == Reason::none);
    cut.body.length = 6;
    CHECK(exclusion_of(cut) == Reason::request_body_limit);
}

}  // namespace
}  // namespace shadowdiff::mirror
