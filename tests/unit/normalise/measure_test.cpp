// SPDX-License-Identifier: Apache-2.0
// The length and digest that a document's body is known by.
#include "normalise/normalise.hpp"
#include "tests/unit/content/compressed.hpp"
#include "tests/unit/normalise/answer.hpp"

#include <doctest/doctest.h>

#include <optional>

using namespace shadowdiff;
using normalise::Digested;
using normalise::to_document;
using test::document_of;
using test::gzip;
using test::response_with;

TEST_CASE("a body that nobody holds in whole is known by its measure") {
    const Bytes text = "{\"a\":1}";
    const http::DecodedBody plain{text.size(), hash128(text)};
    const http::DecodedBody decoded{1'000, hash128("decoded")};
    struct Row {
        const char* name;
        http::Fields headers;
        std::optional<http::DecodedBody> decoded;
        std::optional<http::DecodedBody> expected;
    };
    const Row rows[] = {
        {"uncoded: what was sent is what it is", {}, std::nullopt, plain},
        {"identity", {{"Content-Encoding", "identity"}}, std::nullopt, plain},
        {"coded, and decoded as it came", {{"Content-Encoding", "gzip"}}, decoded, decoded},
        {"coded, and not decoded", {{"Content-Encoding", "compress"}}, std::nullopt, std::nullopt},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        auto response = response_with(row.headers, text);
        response.body.bytes.pop_back();
        response.body.decoded = row.decoded;
        const auto document = to_document(response);
        CHECK(std::holds_alternative<Digested>(document.content));
        CHECK(document.measure.as_sent == plain);
        CHECK(document.measure.decoded == row.expected);
    }
}

TEST_CASE("a body that decodes to more than is kept is known by its measure") {
    const auto document = to_document(response_with({{"Content-Encoding", "gzip"}}, gzip("12345")),
                                      {.decoded_bytes_max = 4});
    CHECK(std::holds_alternative<Digested>(document.content));
    CHECK(document.measure.decoded == http::DecodedBody{5, hash128("12345")});
    CHECK(document.measure.as_sent.digest == hash128(gzip("12345")));
}

TEST_CASE("a body that is held in whole has a measure too, so that a longer one can be compared") {
    const http::DecodedBody five{5, hash128("12345")};
    CHECK(document_of({}, "12345").measure.decoded == five);
    CHECK(document_of({{"Content-Encoding", "gzip"}}, gzip("12345")).measure.decoded == five);
    CHECK_FALSE(document_of({{"Content-Encoding", "gzip"}}, "12345").measure.decoded);
    CHECK(document_of({{"Content-Encoding", "gzip"}}).measure.decoded ==
          http::DecodedBody{0, http::empty_body_digest});
}
