// SPDX-License-Identifier: Apache-2.0
// Bodies with content codings, longer than is kept, as a connection carries them.
#include "tests/support/streams.hpp"
#include "tests/unit/content/compressed.hpp"
#include "tests/unit/http/witness.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace shadowdiff::http {
namespace {

Bytes coded_answer(std::string_view fields, const Bytes& body) {
    return fmt::format("HTTP/1.1 200 OK\r\n{}Content-Length: {}\r\n\r\n{}", fields, body.size(),
                       body);
}

Bytes chunked(std::string_view fields, const Bytes& body) {
    return fmt::format(
        "HTTP/1.1 200 OK\r\n{}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{}\r\n"
        "1\r\n{}\r\n0\r\n\r\n",
        fields, body.size() - 1, body.substr(0, body.size() - 1), body.back());
}

}  // namespace

TEST_CASE("an answer longer than is kept is digested by what all its Content-Encoding says") {
    const Bytes text = "a text that is longer than is kept of it";
    const auto once = test::gzip(text);
    const auto twice = test::gzip(once);
    const DecodedBody decoded{text.size(), hash128(text)};
    const auto any_case = "content-ENCODING: GZip\r\n";
    const auto two_fields = "Content-Encoding: gzip\r\nVary: *\r\nContent-Encoding: x-gzip\r\n";
    struct Row {
        const char* name;
        Bytes bytes;
        std::optional<DecodedBody> decoded;
    };
    const Row rows[] = {
        {"of known length", coded_answer(any_case, once), decoded},
        {"chunked", chunked(any_case, once), decoded},
        {"one field with two members", coded_answer("Content-Encoding: gzip, gzip\r\n", twice),
         decoded},
        {"two fields", coded_answer(two_fields, twice), decoded},
        {"uncoded", coded_answer("Vary: *\r\n", text), std::nullopt},
        {"unknown", coded_answer("Content-Encoding: compress\r\n", text), std::nullopt},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        test::Stream stream;
        stream.client("GET /a HTTP/1.1\r\n\r\n").server(row.bytes);
        stream.closed(reassembly::CloseCause::finished);
        test::for_every_cut(stream.events(),
                            [&](const std::vector<reassembly::StreamEvent>& events) {
                                test::Witness witness{{.body_bytes_kept_max = 10}};
                                witness.feed(events);
                                REQUIRE(witness.answers().size() == 1);
                                const auto& body = witness.answers()[0].response()->body;
                                CHECK(body.bytes.size() == 10);
                                CHECK(body.decoded == row.decoded);
                            });
    }
}

}  // namespace shadowdiff::http
