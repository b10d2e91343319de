// SPDX-License-Identifier: Apache-2.0
#include "read_all.hpp"

#include <doctest/doctest.h>

#include <string>

namespace shadowdiff::recording {
namespace {

using test::pieces;
using test::read_all;

TEST_CASE("access logs of nginx and Apache give their GET requests") {
    const std::string log =
        "10.0.0.1 - - [14/Nov/2023:22:13:20 +0000] \"GET /a?q=%22x%22 HTTP/1.1\" 200 12 "
        "\"https://example.com/\" \"agent \\\"one\\\"\"\n"
        "10.0.0.1 - alice [14/Nov/2023:22:13:21 +0000] \"POST /a HTTP/1.1\" 200 12 \"-\" \"-\"\r\n"
        "::1 - - [14/Nov/2023:22:13:22 +0000] \"HEAD /b HTTP/1.0\" 404 0 \"-\" \"a\\x22b\"\n"
        "10.0.0.1 - - [14/Nov/2023:22:13:23 +0000] \"\\x16\\x03\\x01\" 400 0 \"-\" \"-\"\n"
        "not a log line\n";
    for (const auto piece : pieces(log.size())) {
        CAPTURE(piece);
        const auto back = read_all(Format::access_log, log, piece);
        REQUIRE(back.exchanges.size() == 2);
        const auto& first = back.exchanges[0].request;
        CHECK(first.target == "/a?q=%22x%22");
        CHECK(http::value_of(first.headers, "Host") == "example.com");
        CHECK(http::value_of(first.headers, "Referer") == "https://example.com/");
        CHECK(http::value_of(first.headers, "User-Agent") == "agent \"one\"");
        CHECK(back.exchanges[0].seen_at == Timestamp{std::chrono::seconds{1'700'000'000}});
        CHECK(back.exchanges[1].request.method == "HEAD");
        CHECK(http::value_of(back.exchanges[1].request.headers, "User-Agent") == "a\"b");
        REQUIRE(back.skipped.size() == 3);
        CHECK(back.skipped[0].why.starts_with("a method other than GET"));
        CHECK(back.skipped[1].why == "a line whose request is none");
        CHECK(back.skipped[2].why == "no line of a combined access log");
    }
}

TEST_CASE("a log line cannot smuggle a header field") {
    const auto back = read_all(
        Format::access_log,
        "1 - - [14/Nov/2023:22:13:20 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"a\\x0d\\x0aX: y\"\n",
        1'000);
    REQUIRE(back.exchanges.size() == 1);
    CHECK_FALSE(http::find(back.exchanges[0].request.headers, "User-Agent"));
}

TEST_CASE("lists of URLs") {
    const auto back = read_all(Format::urls,
                               "# searches\n/a?b=1\n\nhttps://user:pw@shop.example.com:8443/x#f\n"
                               "http://shop.example.com?q\nno url here\n",
                               5);
    REQUIRE(back.exchanges.size() == 3);
    CHECK(back.exchanges[0].request.target == "/a?b=1");
    CHECK(http::value_of(back.exchanges[0].request.headers, "Host") == "example.com");
    CHECK(back.exchanges[1].request.target == "/x");
    CHECK(http::value_of(back.exchanges[1].request.headers, "Host") == "shop.example.com:8443");
    CHECK(back.exchanges[2].request.target == "/?q");
    REQUIRE(back.skipped.size() == 1);
    CHECK(back.skipped[0].offset == 87);
}

TEST_CASE("JSON lines hold requests, and responses where there are some") {
    const std::string lines =
        R"({"url": "/a"})"
        "\n"
        R"({"time": 1700000000.5, "connection": 7, "request": {"method": "PUT",)"
        R"( "url": "http://shop.example.com/b", "headers": {"X-A": ["1", "2"]},)"
        R"( "body": {"n": 1}}, "response": {"status": 201, "headers": [["ETag", "x"]],)"
        R"( "body_base64": "AAE="}})"
        "\n{\n[]\n"
        R"({"request": {"method": "GET"}})"
        "\n"
        R"({"url": "/c", "response": {"status": 42}})"
        "\n"
        R"({"url": "/d", "body_base64": "?"})"
        "\n"
        R"({"url": "/e\r\nX: y"})"
        "\n"
        R"({"url": "/f\u0000"})"
        "\n"
        R"({"method": "GET\t/", "url": "/g"})"
        "\n";
    for (const auto piece : pieces(lines.size())) {
        CAPTURE(piece);
        const auto back = read_all(Format::json_lines, lines, piece);
        REQUIRE(back.exchanges.size() == 2);
        CHECK(back.exchanges[0].request.method == "GET");
        const auto& put = back.exchanges[1];
        CHECK(put.connection == 7);
        CHECK(put.seen_at == Timestamp{std::chrono::milliseconds{1'700'000'000'500}});
        CHECK(put.request.body.bytes == "{\"n\":1}");
        CHECK(http::list_members(put.request.headers, "X-A").size() == 2);
        CHECK(put.answers.at(0).response()->status == 201);
        CHECK(put.answers.at(0).response()->body.bytes == Bytes{"\0\1", 2});
        CHECK(back.skipped.size() == 8);
    }
}

TEST_CASE("a response whose body the line does not have is none, unless there can be no body") {
    const auto has_answer = [](std::string_view method, std::string_view response) {
        const auto line = R"({"method": ")" + std::string{method} +
                          R"(", "url": "/", "response": )" + std::string{response} + "}\n";
        const auto back = read_all(Format::json_lines, line, line.size());
        return !back.exchanges.at(0).answers.empty();
    };
    CHECK_FALSE(has_answer("GET", R"({"status": 200})"));
    CHECK_FALSE(has_answer("GET", R"({"status": 200, "headers": {"Content-Length": "7"}})"));
    CHECK(has_answer("GET", R"({"status": 200, "body": ""})"));
    CHECK(has_answer("GET", R"({"status": 200, "headers": {"Content-Length": "0"}})"));
    CHECK(has_answer("GET", R"({"status": 304, "headers": {"Content-Length": "7"}})"));
    CHECK(has_answer("HEAD", R"({"status": 200, "headers": {"Content-Length": "7"}})"));
}

TEST_CASE("a line of JSON may be as long as a record, for it may hold a body") {
    const auto line = R"({"url": "/", "body": ")" + std::string(2'000'000, 'x') + "\"}\n";
    const auto back = read_all(Format::json_lines, line, 300'000);
    REQUIRE(back.exchanges.size() == 1);
    CHECK(back.exchanges[0].request.body.length == 2'000'000);
}

TEST_CASE("a line of more values than any we read is no request") {
    ReaderOptions options;
    options.limits.values_max = 100;
    const auto read = [&](int values) {
        std::string line = R"({"url": "/", "body": [)";
        for (int i = 0; i < values; ++i) line += "[],";
        line += "0]}\n";
        return read_all(Format::json_lines, line, line.size(), options);
    };
    CHECK(read(50).exchanges.size() == 1);
    const auto back = read(100);
    CHECK(back.exchanges.empty());
    REQUIRE(back.skipped.size() == 1);
    CHECK(back.skipped[0].why.contains("more or deeper values than we read"));
}

TEST_CASE("a line that is nested without end is no request") {
    const auto line = "{\"url\":\"/\",\"body\":" + std::string(300'000, '[');
    const auto back = read_all(Format::json_lines, line, 100'000);
    CHECK(back.exchanges.empty());
    CHECK(back.skipped.size() == 1);
    const auto closed = line + std::string(300'000, ']') + "}";
    CHECK(read_all(Format::json_lines, closed, 100'000).skipped.size() == 1);
}

TEST_CASE("a line longer than any we read is passed over, once") {
    ReaderOptions options;
    options.limits.line_bytes_max = 100;
    const auto text = "/" + std::string(1'000, 'a') + "\n/b\n";
    const auto back = read_all(Format::urls, text, 30, options);
    REQUIRE(back.exchanges.size() == 1);
    CHECK(back.exchanges[0].request.target == "/b");
    REQUIRE(back.skipped.size() == 1);
    CHECK(back.skipped[0].offset == 0);
}

TEST_CASE("the form of a recording is known by its beginning") {
    struct Row {
        std::string_view beginning;
        std::optional<Format> format;
    };
    for (const auto& row : {
             Row{recording_magic, Format::own},
             Row{"1 aabb 1700000000000000000 0\nGET / HTTP/1.1", Format::gor},
             Row{"{\n \"log\": {", Format::har},
             Row{"{\"url\": \"/\"}", Format::json_lines},
             Row{"1 - - [14/Nov/2023:22:13:20 +0000] \"GET / HTTP/1.1\" 200", Format::access_log},
             Row{"/a\n/b\n", Format::urls},
             Row{"https://example.com/\n", Format::urls},
             Row{"\x89PNG", std::nullopt},
             Row{"", std::nullopt},
         }) {
        CAPTURE(row.beginning);
        CHECK(detect(row.beginning) == row.format);
    }
}

}  // namespace
}  // namespace shadowdiff::recording
