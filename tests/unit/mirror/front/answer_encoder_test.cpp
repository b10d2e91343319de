// SPDX-License-Identifier: Apache-2.0
#include "mirror/front/answer_encoder.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstddef>

namespace shadowdiff::mirror {
namespace {

AnswerEncoder::Output encoded(const http::Request& request, ByteView answer) {
    AnswerReader reader{request.method, HttpLimits{}};
    AnswerEncoder encoder{request};
    AnswerEncoder::Output output;
    while (!reader.is_done()) {
        const auto step = reader.next(answer);
        REQUIRE(step != AnswerReader::Step::need_more);
        encoder.encode(reader, step, {.is_request_sent = true}, output);
    }
    return output;
}

TEST_CASE("a small body goes out in one part with its head, a large one from where it was read") {
    http::Request request;
    request.method = "GET";
    struct Row {
        std::size_t body;
        bool is_one_part;
    };
    for (const auto& row : {Row{490, true}, Row{10'000, false}}) {
        CAPTURE(row.body);
        const auto head = fmt::format(
            "HTTP/1.1 200 OK\r\nServer: tea\r\nETag: \"5ff8\"\r\nContent-Length: {}\r\n\r\n",
            row.body);
        const auto answer = head + Bytes(row.body, 'x');
        const auto output = encoded(request, answer);
        CHECK(output.made + Bytes{output.passed} == answer);
        CHECK(output.passed.empty() == row.is_one_part);
    }
}

}  // namespace
}  // namespace shadowdiff::mirror
