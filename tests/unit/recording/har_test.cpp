// SPDX-License-Identifier: Apache-2.0
#include "read_all.hpp"

#include <doctest/doctest.h>

#include <string>

namespace shadowdiff::recording {
namespace {

using test::pieces;
using test::read_all;

constexpr std::string_view archive = R"({
  "log": {
    "version": "1.2", "creator": {"name": "a \"entries\" maker", "version": "1"},
    "pages": [],
    "entries": [
      {"startedDateTime": "2026-11-28T10:00:00.250Z", "time": 12.5, "connection": "443",
       "request": {"method": "GET", "url": "https://shop.example.com/a?b=%7B#top",
                   "httpVersion": "HTTP/1.1",
                   "headers": [{"name": "Host", "value": "shop.example.com"},
                               {"name": "Accept", "value": "text/html"}]},
       "response": {"status": 200, "statusText": "OK", "httpVersion": "HTTP/1.1",
                    "headers": [{"name": "Content-Encoding", "value": "gzip"},
                                {"name": "Content-Length", "value": "999"},
                                {"name": "Content-Type", "value": "text/html"}],
                    "content": {"size": 9, "mimeType": "text/html", "text": "a } \" ] b"}}},
      {"startedDateTime": "2026-11-28T10:00:01Z", "time": 1,
       "request": {"method": "POST", "url": "https://shop.example.com/orders",
                   "httpVersion": "h2",
                   "headers": [{"name": ":authority", "value": "shop.example.com"},
                               {"name": "content-type", "value": "application/json"}],
                   "postData": {"mimeType": "application/json", "text": "{\"n\":1}"}},
       "response": {"status": 201, "statusText": "", "headers": [],
                    "content": {"size": 3, "encoding": "base64", "text": "AAEC"}}},
      {"startedDateTime": "2026-11-28T10:00:02Z", "time": 0,
       "request": {"method": "GET", "url": "https://shop.example.com/blocked", "headers": []},
       "response": {"status": 0, "headers": [], "content": {"size": 0}}},
      {"request": {"method": "GET", "url": "wss://shop.example.com/socket", "headers": []},
       "response": {"status": 101, "headers": []}}
    ]
  }
})";

TEST_CASE("an archive is read entry by entry, however it is cut into reads") {
    for (const auto piece : pieces(archive.size())) {
        CAPTURE(piece);
        const auto back = read_all(Format::har, archive, piece);
        REQUIRE(back.exchanges.size() == 3);
        REQUIRE(back.skipped.size() == 1);
        CHECK(back.skipped[0].why == "an entry that is no HTTP request");

        const auto& page = back.exchanges[0];
        CHECK(page.request.target == "/a?b=%7B");
        CHECK(page.request.headers.size() == 2);
        CHECK(page.seen_at == Timestamp{std::chrono::milliseconds{1'795'860'000'250}});
        const auto& answer = *page.answers.at(0).response();
        CHECK(answer.body.bytes == "a } \" ] b");
        CHECK_FALSE(http::find(answer.headers, "Content-Encoding"));
        CHECK(http::value_of(answer.headers, "Content-Length") == "9");

        const auto& order = back.exchanges[1];
        CHECK(order.request.body.bytes == "{\"n\":1}");
        CHECK(http::value_of(order.request.headers, "Host") == "shop.example.com");
        CHECK(order.answers.at(0).response()->body.bytes == Bytes{"\x00\x01\x02", 3});
        CHECK(order.connection != page.connection);

        CHECK(back.exchanges[2].answers.empty());
    }
}

TEST_CASE("an archive that is cut gives the entries before, and says where it is cut") {
    const auto cut = archive.substr(0, archive.find("\"postData\""));
    const auto back = read_all(Format::har, cut, 33);
    CHECK(back.exchanges.size() == 1);
    REQUIRE(back.skipped.size() == 1);
    CHECK(back.skipped[0].why == "an archive that is cut inside an entry");
    CHECK(back.skipped[0].offset == archive.find("{\"startedDateTime\": \"2026-11-28T10:00:01Z"));
}

TEST_CASE("an archive that is cut where no entry is says so, too") {
    const auto cut_at = [](std::string_view word, std::size_t behind) {
        const auto back = read_all(Format::har, archive.substr(0, archive.find(word) + behind), 33);
        return back.skipped.size() == 1 ? back.skipped[0].why : "";
    };
    CHECK(cut_at("\"entries\"", 3) == "an archive that is cut before its entries");
    CHECK(cut_at("\"entries\"", 9) == "an archive that is cut before its entries");
    CHECK(cut_at("{\"startedDateTime\"", 0) == "an archive that is cut between its entries");
    CHECK(cut_at("{\"startedDateTime\": \"2026-11-28T10:00:01Z", 0) ==
          "an archive that is cut between its entries");
}

TEST_CASE("a body that the archive did not keep is no empty one") {
    const auto has_answer = [](std::string_view content) {
        const auto text =
            R"({"log": {"entries": [{"request": {"method": "GET", "url": "http://a.example.com/"},)"
            R"( "response": {"status": 200, "content": )" +
            std::string{content} + "}}]}}";
        return !read_all(Format::har, text, text.size()).exchanges.at(0).answers.empty();
    };
    CHECK(has_answer(R"({"size": 0})"));
    CHECK_FALSE(has_answer(R"({"size": 9})"));
    CHECK_FALSE(has_answer(R"({"size": -1})"));
}

TEST_CASE("what is no entry among the entries is told, and those behind it are read") {
    constexpr std::string_view entry =
        R"({"request": {"method": "GET", "url": "http://a.example.com/"}})";
    std::string text = R"({"log": {"entries": [)";
    text.append(entry).append(R"(, null, 5,"a ], \" text" ,[1, [2]], true,)").append(entry);
    text += "]}}";
    for (const std::size_t bytes_at_once : {std::size_t{1}, std::size_t{7}, text.size()}) {
        CAPTURE(bytes_at_once);
        const auto back = read_all(Format::har, text, bytes_at_once);
        CHECK(back.exchanges.size() == 2);
        REQUIRE(back.skipped.size() == 5);
        CHECK(back.skipped[0].why == "something in \"entries\" that is no entry");
        CHECK(back.skipped[0].offset == text.find("null"));
        CHECK(back.skipped[1].offset == text.find("5,"));
        CHECK(back.skipped[2].offset == text.find("\"a ]"));
        CHECK(back.skipped[3].offset == text.find("[1"));
        CHECK(back.skipped[4].offset == text.find("true"));
    }
}

TEST_CASE("an entry longer than any we read ends the archive") {
    ReaderOptions options;
    options.limits.record_bytes_max = 100;
    const auto back = read_all(Format::har, archive, 40, options);
    CHECK(back.exchanges.empty());
    REQUIRE(back.skipped.size() == 1);
    CHECK(back.skipped[0].why == "an entry longer than any we read");
}

TEST_CASE("what is no archive gives nothing") {
    for (const std::string_view text : {"", "{}", "{\"log\":{\"entries\":3}}", "\"entries\"",
                                        "{\"entries\":[1]}", "[[[[[[[", "{\"entries\":[{"}) {
        CAPTURE(text);
        CHECK(read_all(Format::har, text, 3).exchanges.empty());
    }
}

TEST_CASE("the word alone, however often, is no list of entries") {
    std::string text = R"({"log": {"comment": [)";
    for (int i = 0; i < 300'000; ++i) text += R"("entries" : ,)";
    text += R"("entries"], )";
    text += std::string{archive.substr(archive.find("\"entries\":"))};
    const auto back = read_all(Format::har, text, 100'000);
    CHECK(back.exchanges.size() == read_all(Format::har, archive, 100'000).exchanges.size());
}

TEST_CASE("an entry nested deeper than any stack is read or passed over, and no more") {
    std::string entry = R"({"request": {"method": "GET", "url": "http://a.example.com/"}, "x": )";
    constexpr std::size_t depth = 2'000'000;
    entry += std::string(depth, '[') + std::string(depth, ']') + "}";
    const auto back = read_all(Format::har, R"({"log": {"entries": [)" + entry + "]}}", 1'000'000);
    CHECK(back.exchanges.size() + back.skipped.size() == 1);
}

}  // namespace
}  // namespace shadowdiff::recording
