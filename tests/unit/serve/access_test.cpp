// SPDX-License-Identifier: Apache-2.0
#include "serve/access.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace shadowdiff::serve;

namespace {

Request get(std::string host, std::string authorization = "") {
    return {"GET", "/", std::move(host), std::move(authorization), ""};
}

std::string field(const Reply& reply, const std::string& name) {
    for (const auto& [one, value] : reply.fields) {
        if (one == name) return value;
    }
    return "";
}

const std::string token = "0123456789abcdef";

}  // namespace

TEST_CASE("without a token only who asks for this machine by its own name may read") {
    for (const char* host :
         {"127.0.0.1", "127.0.0.1:8099", "localhost:8099", "[::1]:8099", "localhost"}) {
        CAPTURE(host);
        CHECK(refuse(get(host), {}).status == 0);
    }
    for (const char* host :
         {"", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8099",
          "evil.example:127.0.0.1", "10.0.0.1:8099", "[::1", "127.0.0.10"}) {
        CAPTURE(host);
        CHECK(refuse(get(host), {}).status == 421);
    }
}

TEST_CASE("with a token whoever has it may read, by whatever name") {
    const Access access{token};
    CHECK(refuse(get("report.example", "Bearer " + token), access).status == 0);
    CHECK(refuse(get("report.example", "bearer " + token), access).status == 0);
    // "any:0123456789abcdef" and ":0123456789abcdef"
    CHECK(refuse(get("report.example", "Basic YW55OjAxMjM0NTY3ODlhYmNkZWY="), access).status == 0);
    CHECK(refuse(get("report.example", "Basic OjAxMjM0NTY3ODlhYmNkZWY="), access).status == 0);
    for (const std::string wrong :
         {"", "Bearer", "Bearer ", "Bearer 0123456789abcde", "Bearer 0123456789abcdef0", "Basic",
          "Basic !", "Basic MDEyMzQ1Njc4OWFiY2RlZg==", "Basic YW55Ondyb25n",
          "Digest 0123456789abcdef", "0123456789abcdef", "Bearer\t0123456789abcdef"}) {
        CAPTURE(wrong);
        const auto reply = refuse(get("127.0.0.1", wrong), access);
        CHECK(reply.status == 401);
        CHECK(field(reply, "WWW-Authenticate").starts_with("Basic"));
        CHECK_FALSE(reply.body->contains(token));
    }
}

TEST_CASE("the token is asked for before anything else is told") {
    CHECK(refuse({"POST", "/secret", "x", "", ""}, {token}).status == 401);
}

TEST_CASE("there is one page, and it can only be read") {
    CHECK(refuse({"HEAD", "/", "localhost", "", ""}, {}).status == 0);
    for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "get", ""}) {
        CAPTURE(method);
        const auto reply = refuse({method, "/", "localhost", "", ""}, {});
        CHECK(reply.status == 405);
        CHECK(field(reply, "Allow") == "GET, HEAD");
    }
    CHECK(refuse({"GET", "/?from=mail", "localhost", "", ""}, {}).status == 0);
    for (const char* target :
         {"", "/index.html", "/../etc/passwd", "//", "http://localhost/", "?x", "/x?/"}) {
        CAPTURE(target);
        CHECK(refuse({"GET", target, "localhost", "", ""}, {}).status == 404);
    }
}

TEST_CASE("who has the page is told so, and every reply is strict") {
    const Page page{"\"1f\"", std::make_shared<const std::string>("<html>")};
    auto request = get("localhost");
    auto reply = give(request, page);
    CHECK(reply.status == 200);
    CHECK(*reply.body == "<html>");
    CHECK(field(reply, "ETag") == "\"1f\"");
    request.if_none_match = "\"1f\"";
    reply = give(request, page);
    CHECK(reply.status == 304);
    CHECK(reply.body->empty());
    for (const auto& one : {reply, say(503, "no"), refuse(get("evil.example"), {})}) {
        CHECK(field(one, "Cache-Control") == "no-store");
        CHECK(field(one, "X-Content-Type-Options") == "nosniff");
        CHECK(field(one, "Content-Security-Policy").contains("frame-ancestors 'none'"));
        CHECK(field(one, "Referrer-Policy") == "no-referrer");
    }
}
