// SPDX-License-Identifier: Apache-2.0
// libhtp's two-way transcripts, where they are at hand, each with a capture of it: from the packets
// to the pairs, what libhtp's tests say of them, or docs/leniency.md says why not.
#include "capture/open.hpp"
#include "frames/decode.hpp"
#include "tests/support/streams.hpp"
#include "tests/support/suites.hpp"
#include "tests/unit/pipeline/told_exchanges.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace shadowdiff::pipeline {
namespace {

namespace fs = std::filesystem;

// What libhtp's own tests assert, with what they leave open read off the transcript.
struct SuiteCase {
    std::string_view file;
    std::string_view said;
    std::string_view fields = "";  // of the last answer, among others
};

constexpr std::string_view hello = "GET /?p=%20 -> 200 12";

constexpr auto suite_cases = std::to_array<SuiteCase>({
    {"03-post-urlencoded",
     "POST /?qsp1=1&%20p%20q=2&u=Ivan+Risti%C4%87_Ivan+Risti%C4%87_Ivan+Risti%C4%87_"
     "Ivan+Risti%C4%87_Ivan+Risti%C4%87_Ivan+Risti%C4%87_ 12 -> 200 12, GET / -> 200 10",
     "| Server: Apache\n"},
    {"04-post-urlencoded-chunked", "POST / 12 -> 200 12"},
    {"12-connect-request", "CONNECT www.ssllabs.com:443 -> 405 230", "| Content-Type: text/html"},
    {"14-compressed-response-gzip-chunked", "GET / -> 200 28250"},
    {"21-http09", "GET /?foo=bar -> without status"},
    {"25-small-chunks", "GET /?x=y -> 200 12"},
    {"28-response-headers-raw", "GET /?p=%20 -> 200 12", "| Date: Mon, 31 Aug 2009 20:25:50 GMT\n"},
    {"30-get-ipv6", "GET http://[::1]:8080/?p=%20 -> 200 12"},
    {"32-invalid-hostname", "GET http://www..example.com/?p=%20 -> 200 12"},
    {"37-invalid-request-2-t-e-and-c-l", "POST / 12 -> 200 12"},
    {"38-invalid-request-3-invalid-t-e", "POST / refused"},
    {"40-auth-basic", "GET / -> none"},
    {"42-unknown-method_only", "HELLO -> none"},
    {"45-auth-digest-unquoted-username", "GET / -> none"},
    {"48-invalid-response-headers-1", hello,
     "| : No Colon\n| Lws: After Header Name\n| Header@Name: Not Token\n"},
    {"52-invalid-path", "GET invalid/path?p=%20 -> 200 12"},
    {"53-path-utf8-none", "GET /Ristic.txt -> 200 12"},
    {"55-path-utf8-overlong-2", "GET /%c0%a6.txt -> 200 12"},
    {"57-path-utf8-overlong-4", "GET /%f0%80%80%a6.txt -> 200 12"},
    {"60-request-cookies", "GET / -> 200 12"},
    {"62-post-no-body", "POST / -> 200 12, GET / -> 200 10", "| Content-Type: text/html\n"},
    {"64-post-chunked-invalid-2", "POST / refused"},
    {"67-long-request-line", "GET /0123456789/0123456789/ -> 200 12"},
    {"69-long-response-header", "GET / -> 200 12"},
    {"71-response-split-chunk", "GET / -> 200 10"},
    {"72-response-split-body", hello},
    {"73-response-te-and-cl", "GET / -> 200 10"},
    {"74-response-multiple-cl", "GET / -> 200 12"},
    {"77-response-folded-headers", "POST / 12 -> 200 0, GET / -> 200 10"},
    {"80-hostname-invalid-1", "GET http://www.example.com/?p=%20 -> 200 12"},
    {"84-response-no-status-headers-2", "GET / -> without status"},
    {"87-issue-55-incorrect-host-ambiguous-warning", "CONNECT www.example.com:443 -> none"},
    {"90-request-uri-too-large", "GET /blaaaaaaaaaaaaaaaaaaaaaaaaa -> 414 139"},
    {"91-request-unexpected-body", "POST / -> 200 0, GET / -> none"},
    {"93-compressed-response-deflateasgzip", "GET / -> 200 755"},
    {"96-compressed-response-lzma", "GET /compressed/eicar.txt/ce%3Alzma;lzma1 -> 200 90"},
    {"97-requests-cut", "GET /?p=%20 -> none, GET /?p=%21 -> none"},
});

// ">>>" and "<<<" lines stand before what each side sends; the line end before a mark is not sent.
test::Stream transcript(const fs::path& file) {
    std::ifstream input{file, std::ios::binary};
    REQUIRE(input);
    const std::string text{std::istreambuf_iterator<char>{input}, {}};
    test::Stream stream;
    std::size_t at = 0;
    while (at + 3 < text.size()) {
        const bool from_client = text.compare(at, 3, ">>>") == 0;
        const auto begin = text.find('\n', at) + 1;
        const auto end = std::min(text.find("\n>>>", begin), text.find("\n<<<", begin));
        auto bytes = text.substr(begin, end == text.npos ? end : end - begin);
        if (end != text.npos && bytes.ends_with('\r')) bytes.pop_back();
        from_client ? stream.client(bytes) : stream.server(bytes);
        if (end == text.npos) break;
        at = end + 1;
    }
    stream.closed(reassembly::CloseCause::finished);
    return stream;
}

test::ToldExchanges read_transcript(const std::vector<reassembly::StreamEvent>& events) {
    http::Conversations conversations{1};
    test::ToldExchanges told;
    for (const auto& event : events) {
        for (auto& sighting : conversations.feed(event)) {
            http::tell(std::move(sighting), [&](const http::Sighting& known) { told.take(known); });
        }
    }
    return told;
}

test::ToldExchanges read_capture(const fs::path& file) {
    auto source = capture::open_savefile(file);
    REQUIRE(source);
    frames::Decoder decoder;
    Flows flows{1};
    test::ToldExchanges told;
    const auto take = [&](const http::Sighting& sighting) { told.take(sighting); };
    while (true) {
        const auto next = (*source)->next();
        if (std::holds_alternative<capture::Finished>(next)) break;
        const auto* packet = std::get_if<frames::Packet>(&next);
        REQUIRE(packet);
        if (const auto segment = decoder.decode(*packet)) flows.take(*segment, take);
    }
    flows.finish(take);
    return told;
}

}  // namespace

TEST_CASE("libhtp's captures give the exchanges that libhtp reads, or docs/leniency.md says why") {
    const auto suites = test::suites_folder();
    if (suites.empty()) return;
    test::Leniency leniency{"libhtp"};
    for (const auto& one : suite_cases) {
        CAPTURE(one.file);
        const auto told = read_capture(suites / "libhtp" / fmt::format("{}.pcap", one.file));
        const auto fields = told.last_fields();
        CAPTURE(fields);
        const bool has_fields = fields.find(one.fields) != fields.npos;
        leniency.check(std::string{one.file}, told.text() == one.said && has_fields, one.said,
                       told.text());
    }
    leniency.check_all_used();
}

TEST_CASE("libhtp's suite holds no case that is not held against it") {
    const auto suites = test::suites_folder();
    if (suites.empty()) return;
    for (const auto& file : fs::directory_iterator{suites / "libhtp"}) {
        const auto name = file.path().stem().string();
        CAPTURE(name);
        CHECK(std::ranges::find(suite_cases, name, &SuiteCase::file) != suite_cases.end());
    }
}

TEST_CASE("libhtp's transcripts give the same exchanges as their captures, however cut") {
    const auto suites = test::suites_folder();
    if (suites.empty()) return;
    for (const auto& one : suite_cases) {
        CAPTURE(one.file);
        const auto folder = suites / "libhtp";
        const auto stream = transcript(folder / fmt::format("{}.t", one.file));
        const auto told = read_transcript(stream.events()).text();
        // Some captures lack the empty line behind the request's head, as docs/leniency.md says.
        const auto in_capture = read_capture(folder / fmt::format("{}.pcap", one.file)).text();
        CHECK((told == in_capture || (told == one.said && in_capture.ends_with("refused"))));
        test::for_every_cut(stream.events(), [&](const auto& events) {
            if (events.size() < 40) return;  // splits at one place are covered by other tests
            CHECK(read_transcript(events).text() == told);
        });
    }
}

}  // namespace shadowdiff::pipeline
