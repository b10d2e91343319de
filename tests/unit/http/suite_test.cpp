// SPDX-License-Identifier: Apache-2.0
// Cases of public parsers' own suites, where SHADOWDIFF_CORPUS names the folder that holds them.
#include "tests/support/cuts.hpp"
#include "tests/support/streams.hpp"
#include "tests/unit/http/events.hpp"
#include "tests/unit/http/witness.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace shadowdiff::http {
namespace {

namespace fs = std::filesystem;

// The folder, or nothing with a word about it.
fs::path suites() {
    const auto* corpus = std::getenv("SHADOWDIFF_CORPUS");
    if (!corpus) {
        MESSAGE("SHADOWDIFF_CORPUS is not set: the public suites are not run");
        return {};
    }
    return fs::path{corpus} / "suites";
}

Bytes from_base64(const std::string& text) {
    std::vector<unsigned char> bytes(text.size() / 4 * 3 + 1);
    const auto* input = reinterpret_cast<const unsigned char*>(text.data());
    auto size = EVP_DecodeBlock(bytes.data(), input, static_cast<int>(text.size()));
    REQUIRE(size >= 0);
    for (auto end = text.rbegin(); end != text.rend() && *end == '='; ++end) --size;
    return {bytes.begin(), bytes.begin() + size};
}

std::size_t count(std::string_view text, std::string_view word) {
    std::size_t found = 0;
    for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) ++found;
    return found;
}

// "GET /a, POST /b" or "200, 404": what the suite's log says was read in whole.
std::string messages_in_log(std::string_view log) {
    std::istringstream lines{std::string{log}};
    std::string messages;
    std::string method;
    std::string target;
    for (std::string line; std::getline(lines, line);) {
        const auto span = [&](std::string_view name) -> std::string {
            const auto at = line.find(std::string{"span["}.append(name).append("]=\""));
            return at == line.npos
                       ? ""
                       : line.substr(line.find('"') + 1, line.rfind('"') - line.find('"') - 1);
        };
        method += span("method");
        target += span("url");
        if (line.find("headers complete") != line.npos) {
            const auto status = line.find(" status=");
            if (status != line.npos) {
                messages += line.substr(status + 8, 3) + "\n";
            } else {
                messages += method + " " + target + "\n";
            }
            method.clear();
            target.clear();
        }
    }
    return messages;
}

std::string messages_in_events(std::string_view events) {
    std::istringstream lines{std::string{events}};
    std::string messages;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words{line};
        std::string kind;
        std::string first;
        std::string second;
        words >> kind >> first >> second;
        if (kind == "request") messages += first + " " + second + "\n";
        if (kind == "response") messages += first + "\n";
    }
    return messages;
}

// llhttp stops at "Connection: close", and can be told that there is no body.
bool is_theirs_alone(std::string_view title) {
    return title.ends_with("explicit `close`") ||
           title.ends_with("Content-Length reset when no body is received");
}

std::string events_in(const Bytes& bytes, Parser::Kind kind, Strictness strictness,
                      std::size_t size) {
    Parser parser{kind, strictness};
    return test::events_of(parser, test::pieces_of(bytes, size), false);
}

// ">>>" and "<<<" lines stand before what each side sends; the line end before a mark is not sent.
test::Stream transcript(const fs::path& file) {
    std::ifstream input{file, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{input}, {}};
    test::Stream stream;
    std::size_t at = 0;
    while (at + 3 < text.size()) {
        const bool from_client = text.compare(at, 3, ">>>") == 0;
        const auto begin = text.find('\n', at) + 1;
        const auto end = std::min(text.find("\n>>>", begin), text.find("\n<<<", begin));
        auto bytes = text.substr(begin, end == text.npos ? end : end - begin);
        if (bytes.ends_with('\r')) bytes.pop_back();
        from_client ? stream.client(bytes) : stream.server(bytes);
        if (end == text.npos) break;
        at = end + 1;
    }
    stream.closed(reassembly::CloseCause::finished);
    return stream;
}

}  // namespace

TEST_CASE("llhttp's cases: where llhttp takes the messages, so does the lenient parser") {
    const auto folder = suites();
    if (folder.empty()) return;
    std::ifstream cases{folder / "llhttp.jsonl"};
    REQUIRE(cases);
    for (std::string row; std::getline(cases, row);) {
        const auto json = nlohmann::json::parse(row);
        const auto title = json["title"].get<std::string>();
        CAPTURE(title);
        const auto type = json["meta"]["type"].get<std::string>();
        const auto kind =
            type.starts_with("request") ? Parser::Kind::requests : Parser::Kind::responses;
        const auto bytes = from_base64(json["raw_b64"]);
        const auto log = json["log"].get<std::string>();
        const auto lenient = events_in(bytes, kind, Strictness::lenient, bytes.size() + 1);
        const auto strict = events_in(bytes, kind, Strictness::strict, bytes.size() + 1);
        CHECK(events_in(bytes, kind, Strictness::lenient, 1) == lenient);
        CHECK(events_in(bytes, kind, Strictness::strict, 1) == strict);
        if (type.find("lenient") != type.npos) continue;
        if (log.find("error") != log.npos || is_theirs_alone(title)) continue;
        CHECK(messages_in_events(lenient) == messages_in_log(log));
        CHECK(count(lenient, "\nend\n") == count(log, "message complete"));
    }
}

TEST_CASE("libhtp's transcripts: each request has one end, however cut") {
    const auto folder = suites();
    if (folder.empty()) return;
    for (const auto& file : fs::directory_iterator{folder / "libhtp"}) {
        if (file.path().extension() != ".t") continue;
        CAPTURE(file.path().filename().string());
        const auto stream = transcript(file.path());
        test::Witness witness;
        witness.feed(stream.events());
        CHECK(witness.open() == 0);
        test::for_every_cut(stream.events(), [&](const auto& events) {
            if (events.size() < 40) return;  // splits at one place are covered by other tests
            CHECK(test::told(events) == witness.text());
        });
    }
}

}  // namespace shadowdiff::http
