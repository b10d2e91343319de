// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/echo.hpp"

#include "content/decode.hpp"
#include "content/encode.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace shadowdiff::mirror {
namespace {

const OurWords words{.mark = "0123456789abcdef",
                     .span_id = "00000000000000aa",
                     .client_span_id = "b7ad6b7169203331",
                     .host = "api.test",
                     .client_host = "www.example.com"};

http::Response answer_of(Bytes body, http::Fields headers = {}) {
    http::Response made;
    made.status = 200;
    made.headers = std::move(headers);
    made.body = http::make_body(std::move(body));
    return made;
}

TEST_CASE("what a body repeats of our words is taken out with what carries it") {
    struct Row {
        std::string_view name, body, expected;
        std::size_t places;
    };
    const Row rows[] = {
        {"nothing of ours", R"({"a": 1})", R"({"a": 1})", 0},
        {"a first member", R"({"Shadowdiff-Run": "0123456789abcdef", "a": 1})", R"({"a": 1})", 1},
        {"a last member", R"({"a": 1, "shadowdiff-run":"0123456789abcdef" })", R"({"a": 1 })", 1},
        {"the only member", R"({"HTTP_SHADOWDIFF_RUN":"0123456789abcdef"})", R"({})", 1},
        {"a list of values", R"({"Shadowdiff-Run": ["0123456789abcdef"],"b":2})", R"({"b":2})", 1},
        {"a member of another name", R"({"run":"0123456789abcdef"})", R"({"run":""})", 1},
        {"a line", "Host: x\r\nShadowdiff-Run: 0123456789abcdef\r\nA: b\r\n", "Host: x\r\nA: b\r\n",
         1},
        {"the last line", "A: b\nshadowdiff-run:0123456789abcdef", "A: b\n", 1},
        {"two members side by side",
         R"({"Shadowdiff-Run":"0123456789abcdef","Shadowdiff-Run":"0123456789abcdef"})", "{}", 2},
        {"between two others", R"([{"a":1,"Shadowdiff-Run":"0123456789abcdef","b":2}])",
         R"([{"a":1,"b":2}])", 1},
        {"bare", "run 0123456789abcdef.", "run .", 1},
        {"twice", "0123456789abcdef0123456789abcdef", "", 2},
        {"unfinished JSON", R"("Shadowdiff-Run": "0123456789abcdef)", R"("Shadowdiff-Run": ")", 1},
        {"a span id", "trace 00000000000000aa-01", "trace 00000000000000aa-01", 0},
        {"a span id alone", "span=00000000000000aa", "span=b7ad6b7169203331", 1},
        {"the host", "http://api.test/a and api.test",
         "http://www.example.com/a and www.example.com", 2},
        {"another host", "http://my-api.test/ api.test.org", "http://my-api.test/ api.test.org", 0},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        auto response = answer_of(
            Bytes{row.body}, {{"Content-Length", std::to_string(row.body.size())}, {"X", "1"}});
        CHECK(take_out_echoes(response, words) == row.places);
        CHECK(response.body == http::make_body(Bytes{row.expected}));
        CHECK(response.headers[0].value == std::to_string(row.expected.size()));
    }
}

TEST_CASE("the mark is found in text that is full of its first character") {
    for (const std::size_t before : {0U, 1U, 31U, 32U, 33U, 1'000U}) {
        CAPTURE(before);
        const Bytes zeros(before, '0');
        auto response = answer_of(zeros + " " + words.mark + "." + zeros);
        CHECK(take_out_echoes(response, words) == 1);
        CHECK(response.body.bytes == zeros + " ." + zeros);
    }
}

TEST_CASE("fields are treated likewise") {
    auto response = answer_of("", {{"shadowdiff-run", "0123456789abcdef"},
                                   {"Location", "https://api.test/next"},
                                   {"X-Trace", "00000000000000aa"}});
    CHECK(take_out_echoes(response, words) == 3);
    CHECK(response.headers == http::Fields{{"Location", "https://www.example.com/next"},
                                           {"X-Trace", "b7ad6b7169203331"}});
}

TEST_CASE("under codings likewise, and what is left has them again") {
    constexpr std::string_view body = R"({"Shadowdiff-Run": "0123456789abcdef", "a": 1})";
    for (const std::string codings : {"gzip", "deflate", "br", "zstd", "gzip, br"}) {
        CAPTURE(codings);
        auto response = answer_of("", {{"Content-Encoding", codings}, {"Content-Length", ""}});
        const auto names = http::list_members(response.headers, "Content-Encoding");
        response.body = http::make_body(content::encode(body, names).value());
        response.headers.set_value(response.headers[1], std::to_string(response.body.length));
        CHECK(take_out_echoes(response, words) == 1);
        CHECK(content::decode(response.body.bytes, names) == R"({"a": 1})");
        CHECK(response.headers[1].value == std::to_string(response.body.length));

        auto other = answer_of(content::encode(R"({"a": 1})", names).value(), response.headers);
        const auto before = other;
        CHECK(take_out_echoes(other, words) == 0);
        CHECK(other == before);
    }
}

TEST_CASE("a body that cannot be decoded, is too long for it or not whole stays as it is") {
    auto coded = answer_of("0123456789abcdef", {{"Content-Encoding", "gzip"}});
    CHECK(take_out_echoes(coded, words) == 0);
    const std::string_view br[] = {"br"};
    auto bomb = answer_of(content::encode(std::string(4 << 20, 'a') + words.mark, br).value(),
                          {{"Content-Encoding", "br"}});
    CHECK(take_out_echoes(bomb, words) == 0);
    auto cut = answer_of("0123456789abcdef");
    cut.body.length = 100;
    CHECK(take_out_echoes(cut, words) == 0);
    CHECK(cut.body.bytes == "0123456789abcdef");
}

TEST_CASE("a body full of our words costs one pass") {
    Bytes hostile;
    for (int i = 0; i < 200'000; ++i) hostile += "0123456789abcdef api.test ";
    auto response = answer_of(hostile);
    CHECK(take_out_echoes(response, words) == 400'000);
}

TEST_CASE("without words of ours nothing is touched") {
    auto response = answer_of("{\"Shadowdiff-Run\": \"\"}", {{"Shadowdiff-Run", ""}});
    const auto before = response;
    CHECK(take_out_echoes(response, {}) == 0);
    CHECK(response == before);
}

}  // namespace
}  // namespace shadowdiff::mirror
