// SPDX-License-Identifier: Apache-2.0
#include "base/hash.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <string>

using namespace shadowdiff;

TEST_CASE("the hash is XXH3-128, high half first") {
    CHECK(to_hex(hash128("")) == "99aa06d3014798d86001c324468d497f");
    CHECK(hash128("a") != hash128("b"));
    CHECK(hash128("a", 1) != hash128("a", 2));
}

TEST_CASE("bytes have one hash, however many they are and wherever they begin") {
    std::string text;
    for (std::size_t i = 0; i < 70'000; ++i) text += static_cast<char>(i * i / 7);
    for (const std::size_t begin : {0U, 1U, 31U}) {
        for (const std::size_t size : {1U, 16U, 128U, 240U, 241U, 256U, 257U, 10'000U, 65'537U}) {
            CAPTURE(size);
            const auto bytes = ByteView{text}.substr(begin, size);
            Hash128Stream stream;
            stream.update(bytes);
            CHECK(hash128(bytes) == stream.hash());
        }
    }
}

TEST_CASE("the hash of many bytes depends on the seed as XXH3-128 says") {
    const std::string text(1'000, 'x');
    CHECK(to_hex(hash128(text)) == "50a1af5a5f2dcf01c0a4877b962cba82");
    CHECK(to_hex(hash128(text, 42)) == "0573ddb4280908a1cb10f5998c4773ff");
}
