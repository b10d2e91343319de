// SPDX-License-Identifier: Apache-2.0
#include "normalise/normalise.hpp"

#include "tests/unit/content/compressed.hpp"
#include "tests/unit/normalise/answer.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>

using namespace shadowdiff;
using normalise::Document;
using normalise::NoBody;
using normalise::Opaque;
using normalise::to_document;
using normalise::Undecodable;
using test::document_of;
using test::gzip;
using test::response_with;

namespace {

// What became of a body: "json …", "opaque … (note)", "undecodable (why)" or "none".
std::string told(const Document& document) {
    if (const auto* json = std::get_if<json::Document>(&document.content)) {
        return "json " + std::string{json->text()};
    }
    if (const auto* opaque = std::get_if<Opaque>(&document.content)) {
        return "opaque " + opaque->bytes + (opaque->note.empty() ? "" : " (" + opaque->note + ")");
    }
    if (const auto* bad = std::get_if<Undecodable>(&document.content)) {
        return "undecodable " + bad->bytes + " (" + bad->why + ")";
    }
    return "none";
}

}  // namespace

TEST_CASE("a body is JSON when it says so, or looks so and is") {
    struct Row {
        std::string_view name;
        std::string_view type;
        std::string_view body;
        std::string_view expected;
    };
    for (const Row row :
         {Row{"declared", "application/json", R"({"a":1})", R"(json {"a":1})"},
          Row{"a scalar", "application/json", "12", "json 12"},
          Row{"with parameters", "Application/JSON ; charset=utf-8", "[1]", "json [1]"},
          Row{"a suffix", "application/problem+json", R"({"a":1})", R"(json {"a":1})"},
          Row{"text/json", "text/json", "[]", "json []"},
          Row{"undeclared", "text/plain", R"({"a":1})", R"(json {"a":1})"},
          Row{"no type", "", " \r\n[1]", "json  \r\n[1]"},
          Row{"undeclared scalar", "text/plain", "12", "opaque 12"},
          Row{"looks so and is not", "text/plain", "[see below]", "opaque [see below]"},
          Row{"a name that only ends like it", "application/notjson", "12", "opaque 12"},
          Row{"text", "text/plain", "hello", "opaque hello"},
          Row{"empty", "application/json", "", "none"}}) {
        CAPTURE(row.name);
        http::Fields headers;
        if (!row.type.empty()) headers.push_back({"Content-Type", std::string{row.type}});
        const auto document = document_of(headers, Bytes{row.body});
        CHECK(told(document) == row.expected);
        CHECK(document.content_type == row.type);
    }
}

TEST_CASE("a body that claims to be JSON and is not says where it breaks") {
    const http::Fields json_type = {{"Content-Type", "application/json"}};
    for (const std::string_view body :
         {R"({"a":1}garbage)", "{'a':1}", "[1,]", "NaN", R"({"a")", "   "}) {
        CAPTURE(body);
        const auto document = document_of(json_type, Bytes{body});
        const auto* opaque = std::get_if<Opaque>(&document.content);
        REQUIRE(opaque);
        CHECK(opaque->bytes == body);
        CHECK(opaque->note.starts_with("invalid JSON at byte "));
        CHECK(opaque->note.size() > std::string_view{"invalid JSON at byte 1: "}.size());
    }
}

TEST_CASE("a document nested beyond the bound is known by its measure") {
    const Bytes deep = Bytes(100'000, '[') + Bytes(100'000, ']');
    const auto declared = document_of({{"Content-Type", "application/json"}}, deep);
    CHECK(std::holds_alternative<normalise::Digested>(declared.content));
    REQUIRE(declared.measure.decoded);
    CHECK(declared.measure.decoded->length == deep.size());
    CHECK(std::holds_alternative<normalise::Digested>(document_of({}, deep).content));
}

TEST_CASE("codings are undone and named") {
    const http::Fields headers = {{"Content-Type", "application/json"},
                                  {"Content-Encoding", "X-GZIP"}};
    const auto document = document_of(headers, gzip("{}"));
    CHECK(told(document) == "json {}");
    CHECK(document.coding == "gzip");
    CHECK(document.fields.empty());

    CHECK(document_of({{"Content-Encoding", "identity"}}, "x").coding == "");
    const auto twice = document_of({{"Content-Encoding", "gzip"}, {"content-encoding", "gzip"}},
                                   gzip(gzip("text")));
    CHECK(twice.coding == "gzip, gzip");
    CHECK(told(twice) == "opaque text");
    const auto empty_inside = document_of({{"Content-Encoding", "gzip"}}, gzip(""));
    CHECK(told(empty_inside) == "none");
    const auto no_body = document_of({{"Content-Encoding", "gzip"}});
    CHECK(told(no_body) == "none");
    CHECK(no_body.coding == "gzip");
}

TEST_CASE("what cannot be decoded stays as received") {
    CHECK(told(document_of({{"Content-Encoding", "compress"}}, "bytes")) ==
          "undecodable bytes (unknown coding compress)");
    CHECK(told(document_of({{"Content-Encoding", "gzip"}}, "bytes")) ==
          "undecodable bytes (gzip: incorrect header check)");
    const auto bounded = to_document(response_with({{"Content-Encoding", "gzip"}}, gzip("12345")),
                                     {.codings_max = 0});
    CHECK(told(bounded).ends_with("(more than 0 codings)"));
}

TEST_CASE("fields are sorted by lower-case name, each kind in its own place") {
    const auto document = document_of({{"X-Zeta", "z"},
                                       {"DATE", "Sun, 06 Nov 1994 08:49:37 GMT"},
                                       {"Content-Length", "0"},
                                       {"Server", "nginx/1.2"},
                                       {"Content-Type", "text/plain"},
                                       {"x-alpha", "A"},
                                       {"X-Request-ID", "abc"}});
    CHECK(document.status == 200);
    CHECK(document.fields == normalise::NamedValues{{"x-alpha", "A"}, {"x-zeta", "z"}});
    CHECK(
        document.per_message_fields ==
        normalise::NamedValues{{"date", "Sun, 06 Nov 1994 08:49:37 GMT"}, {"x-request-id", "abc"}});
    CHECK(document.server_fields == normalise::NamedValues{{"server", "nginx/1.2"}});
    CHECK(document.content_type == "text/plain");
}

TEST_CASE("hop-by-hop fields are left out, those that Connection names among them") {
    const auto document = document_of({{"Connection", "close, X-Hop"},
                                       {"X-Hop", "1"},
                                       {"Keep-Alive", "timeout=5"},
                                       {"Transfer-Encoding", "chunked"},
                                       {"Proxy-Authenticate", "Basic"},
                                       {"X-Kept", "1"}});
    CHECK(document.fields == normalise::NamedValues{{"x-kept", "1"}});
    CHECK(document.per_message_fields.empty());
}

TEST_CASE("repeated and joined list fields are the same") {
    const auto repeated = document_of({{"Vary", "Origin"},
                                       {"vary", "Accept"},
                                       {"X-A", "1"},
                                       {"Link", "</a>"},
                                       {"X-A", "2"},
                                       {"Link", "</b>"}});
    const auto joined =
        document_of({{"Link", "</a>,</b>"}, {"X-A", "1, 2"}, {"Vary", "accept,origin"}});
    CHECK(repeated.fields == joined.fields);
}

TEST_CASE("cookies are sorted by name and keep the order of one name") {
    const auto document =
        document_of({{"Set-Cookie", "b=1"}, {"Set-Cookie", "a=2; Secure"}, {"Set-Cookie", "a=3"}});
    REQUIRE(document.cookies.size() == 3);
    CHECK(document.cookies[0].name == "a");
    CHECK(document.cookies[0].value == "2");
    CHECK(document.cookies[0].attributes == normalise::NamedValues{{"secure", ""}});
    CHECK(document.cookies[1].value == "3");
    CHECK(document.cookies[2].name == "b");
    CHECK(document.fields.empty());
}

TEST_CASE("expiries are told from the message's own date") {
    const auto early = document_of({{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"},
                                    {"Expires", "Sun, 06 Nov 1994 09:49:37 GMT"},
                                    {"Set-Cookie", "a=1; Expires=Mon, 07 Nov 1994 08:49:37 GMT"}});
    const auto late = document_of({{"Date", "Sun, 06 Nov 1994 10:00:00 GMT"},
                                   {"Expires", "Sun, 06 Nov 1994 11:00:01 GMT"},
                                   {"Set-Cookie", "a=1; Expires=Mon, 07-Nov-94 09:59:59 GMT"}});
    CHECK(early.fields == normalise::NamedValues{{"expires", "in 60 minutes"}});
    CHECK(early.fields == late.fields);
    CHECK(early.cookies[0].attributes == normalise::NamedValues{{"expires", "in 1440 minutes"}});
    CHECK(early.cookies[0].attributes == late.cookies[0].attributes);
    CHECK(document_of({{"Expires", "0"}}).fields == normalise::NamedValues{{"expires", "0"}});
}

TEST_CASE("trailer fields are not lost, and not taken for headers") {
    auto response = response_with({{"X-Sum", "1"}});
    response.trailers = {{"X-Sum", "2"}, {"Server-Timing", "db;dur=1"}};
    const auto document = to_document(response);
    CHECK(document.fields == normalise::NamedValues{{"trailer:x-sum", "2"}, {"x-sum", "1"}});
    CHECK(document.per_message_fields ==
          normalise::NamedValues{{"trailer:server-timing", "db;dur=1"}});
}

TEST_CASE("a thousand fields of one name are one value") {
    http::Fields headers;
    for (int i = 0; i < 1'000; ++i) headers.push_back({"Vary", std::string(250, 'a')});
    const auto document = document_of(headers);
    REQUIRE(document.fields.size() == 1);
    CHECK(document.fields[0].value.size() == 252 * 1'000 - 2);
}
