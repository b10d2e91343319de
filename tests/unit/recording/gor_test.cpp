// SPDX-License-Identifier: Apache-2.0
#include "read_all.hpp"

#include <doctest/doctest.h>

#include <string>

namespace shadowdiff::recording {
namespace {

using test::pieces;
using test::read_all;

constexpr std::string_view separator = "\n🐵🙈🙉\n";

std::string record(std::string_view head, std::string_view message) {
    return std::string{head} + '\n' + std::string{message} + std::string{separator};
}

std::string request(std::string_view id, std::string_view target) {
    return record("1 " + std::string{id} + " 1700000000000000000 0",
                  "GET " + std::string{target} + " HTTP/1.1\r\nHost: a.example.com\r\n\r\n");
}

std::string response(std::string_view id, std::string_view body) {
    return record("2 " + std::string{id} + " 1700000000005000000 5000000",
                  "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                      std::string{body});
}

TEST_CASE("requests come in their order, each with its own response") {
    const auto file = request("aa", "/1") + request("bb", "/2") + response("bb", "two") +
                      response("aa", "one") + request("cc", "/3");
    for (const auto piece : pieces(file.size())) {
        CAPTURE(piece);
        const auto back = read_all(Format::gor, file, piece);
        CHECK(back.skipped.empty());
        REQUIRE(back.exchanges.size() == 3);
        CHECK(back.exchanges[0].request.target == "/1");
        CHECK(back.exchanges[0].answers[0].response()->body.bytes == "one");
        CHECK(back.exchanges[0].answers[0].timing.last_byte == std::chrono::milliseconds{5});
        CHECK(back.exchanges[1].answers[0].response()->body.bytes == "two");
        CHECK(back.exchanges[2].answers.empty());
    }
}

TEST_CASE("a body that holds the separator does not end its record") {
    const auto body = "before" + std::string{separator} + "1 x 2 3\nGET / HTTP/1.1" +
                      std::string{separator} + "behind";
    const auto file = request("aa", "/1") + response("aa", body) + request("bb", "/2");
    for (const auto piece : pieces(file.size())) {
        CAPTURE(piece);
        const auto back = read_all(Format::gor, file, piece);
        CHECK(back.skipped.empty());
        REQUIRE(back.exchanges.size() == 2);
        CHECK(back.exchanges[0].answers[0].response()->body.bytes == body);
    }
}

TEST_CASE("a body of nothing but separators is looked through once") {
    std::string body;
    for (int i = 0; i < 200'000; ++i) body += separator;
    const auto back = read_all(Format::gor, request("aa", "/1") + response("aa", body), 100'000);
    CHECK(back.skipped.empty());
    REQUIRE(back.exchanges.size() == 1);
    CHECK(back.exchanges[0].answers[0].response()->body.bytes == body);
}

TEST_CASE("a response without a length ends where its record does") {
    const auto file = request("aa", "/1") +
                      record("2 aa 1700000000005000000 5", "HTTP/1.1 200 OK\r\n\r\nall of it") +
                      request("bb", "/2");
    const auto back = read_all(Format::gor, file, 10);
    CHECK(back.skipped.empty());
    REQUIRE(back.exchanges.size() == 2);
    CHECK(back.exchanges[0].answers[0].response()->body.bytes == "all of it");
}

TEST_CASE("a response without a length that the end of the file cuts is none") {
    const auto whole = request("aa", "/1") +
                       record("2 aa 1700000000005000000 5", "HTTP/1.1 200 OK\r\n\r\nall of it");
    const auto back = read_all(Format::gor, whole.substr(0, whole.size() - separator.size()), 10);
    REQUIRE(back.skipped.size() == 1);
    CHECK(back.skipped[0].why == "a response that the end of the recording cuts");
    REQUIRE(back.exchanges.size() == 1);
    CHECK(back.exchanges[0].answers.empty());
}

TEST_CASE("what is damaged is passed over by its offset") {
    const auto first = request("aa", "/1");
    const auto file = first + record("rubbish", "GET / HTTP/1.1\r\n\r\n") + response("zz", "x") +
                      request("bb", "/2") + "1 cc 17";
    const auto back = read_all(Format::gor, file, 50);
    REQUIRE(back.exchanges.size() == 2);
    REQUIRE(back.skipped.size() == 3);
    CHECK(back.skipped[0] == Skipped{first.size(), "a record without a head"});
    CHECK(back.skipped[1].why == "a response without its request");
    CHECK(back.skipped[2].why == "a record without a head");
}

TEST_CASE("replayed responses are not read as original ones") {
    auto replayed = response("aa", "candidate");
    replayed[0] = '3';
    const auto back = read_all(Format::gor, request("aa", "/1") + replayed, 10);
    REQUIRE(back.exchanges.size() == 1);
    CHECK(back.exchanges[0].answers.empty());
}

TEST_CASE("requests without responses are held up to a bound") {
    std::string file;
    ReaderOptions options;
    options.limits.unpaired_max = 8;
    for (int i = 0; i < 100; ++i) file += request(std::to_string(i), "/" + std::to_string(i));
    Reader reader{Format::gor, options};
    reader.feed(file);
    std::size_t read = 0;
    while (reader.next()) ++read;
    CHECK(read == 92);
}

TEST_CASE("a time that cannot be is not told") {
    for (const auto* time : {"-9223372036854775808", "9223372036854775807", "-1", "0"}) {
        CAPTURE(time);
        const auto file = record(std::string{"1 aa "} + time + " 0",
                                 "GET / HTTP/1.1\r\nHost: a.example.com\r\n\r\n") +
                          record(std::string{"2 aa "} + time + " 0",
                                 "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        const auto back = read_all(Format::gor, file, file.size());
        REQUIRE(back.exchanges.size() == 1);
        CHECK(back.exchanges[0].seen_at == Timestamp{});
        CHECK(back.exchanges[0].answers[0].timing.request_at == Timestamp{});
    }
}

}  // namespace
}  // namespace shadowdiff::recording
