// SPDX-License-Identifier: Apache-2.0
#include "http/head_scan.hpp"

#include "http/head.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

namespace shadowdiff::http {
namespace {

// Lines that decide about framing, and what real and hostile peers make of them.
constexpr std::string_view framing_lines[] = {
    "Content-Length: 5",
    "content-length:5",
    "Content-Length : 5",
    "Content-Length: 5, 5",
    "Content-Length: +5",
    "Content-Length:",
    "Content-Length",
    "Content-Length: 99999999999999999999",
    "Content-Lengthy: 7",
    "Content-Type: text/event-stream",
    "Transfer-Encoding: chunked",
    "TRANSFER-ENCODING:\tChunked ",
    "Transfer-Encoding: gzip, chunked",
    "Transfer-Encoding: identity",
    "Transfer-Encoding:",
    "Transfer-Encoding\t: chunked",
    "Transfer-Encodings: chunked",
    " folded",
    "\tfolded: too",
    "Host: a",
    "Upgrade: websocket",
    "Expect: 100-continue",
    ": no name",
    "no colon",
    "X: 1",
};

std::string head_of(std::mt19937& dice, std::string_view start_line) {
    std::string head{start_line};
    head += dice() % 4 == 0 ? "\n" : "\r\n";
    for (auto count = dice() % 5; count > 0; --count) {
        head += framing_lines[dice() % std::size(framing_lines)];
        head += dice() % 4 == 0 ? "\n" : "\r\n";
    }
    return head + "\r\n";
}

}  // namespace

TEST_CASE("what the scan decides about a body is what a full parse decides") {
    std::mt19937 dice{7};
    const HttpLimits limits;
    std::size_t decided = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto head = head_of(dice, "GET /a HTTP/1.1");
        CAPTURE(head);
        HeadScan scan;
        REQUIRE(scan_head(head, limits, scan) == head.size());
        const auto request = parse_request_head(head, Strictness::lenient, limits);
        REQUIRE(request);
        BodyPlan quick;
        if (!plan_request_body(scan, quick)) continue;
        ++decided;
        CHECK(quick == plan_body(*request, Strictness::lenient));
        CHECK(scan.has_upgrade == (find(request->headers, "Upgrade") != nullptr));
        CHECK(scan.has_expect == (find(request->headers, "Expect") != nullptr));
        CHECK(scan.host == value_of(request->headers, "Host").value_or(""));
    }
    CHECK(decided > 5'000);
}

TEST_CASE("the same for responses, whatever was asked and said") {
    std::mt19937 dice{11};
    const HttpLimits limits;
    for (int i = 0; i < 20'000; ++i) {
        const std::string status{std::string_view{"100 200 204 304 206"}.substr(dice() % 5 * 4, 3)};
        const std::string_view method = dice() % 3 == 0   ? "HEAD"
                                        : dice() % 3 == 0 ? "CONNECT"
                                                          : "GET";
        const auto head = head_of(dice, "HTTP/1.1 " + status);
        CAPTURE(head);
        CAPTURE(method);
        HeadScan scan;
        REQUIRE(scan_head(head, limits, scan) == head.size());
        const auto response = parse_response_head(head, Strictness::lenient, limits);
        REQUIRE(response);
        BodyPlan quick;
        const bool is_planned = plan_response_body(scan, response->status, method, quick);
        if (is_planned) CHECK(quick == plan_body(*response, method, Strictness::lenient));
    }
}

TEST_CASE("a head that does not end in the input, or breaks a bound, has no size") {
    HttpLimits limits;
    limits.line_bytes_max = 20;
    limits.head_bytes_max = 60;
    HeadScan scan;
    const std::string whole = "GET / HTTP/1.1\r\nA: 1\r\n\r\n";
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CHECK(scan_head(ByteView{whole}.substr(0, size), limits, scan) == 0);
    }
    CHECK(scan_head(whole + "GET", limits, scan) == whole.size());
    CHECK(scan_head("GET / HTTP/1.1\r\nA: 34567890123456789\r\n\r\n", limits, scan) == 0);
    CHECK(
        scan_head("GET / HTTP/1.1\r\nA: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\nE: 5\r\nF: 6\r\nG: 78\r\n\r\n",
                  limits, scan) == 0);
}

}  // namespace shadowdiff::http
