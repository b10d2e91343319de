// SPDX-License-Identifier: Apache-2.0
#include "store/body_codec.hpp"

#include "base/digest.hpp"
#include "tests/unit/store/sample.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace shadowdiff;
using namespace shadowdiff::store;
using namespace shadowdiff::store::test;

namespace {

Bytes small_answer(int n) {
    return fmt::format(
        R"({{"id":{},"name":"{}","price":{{"amount":{}.90,"currency":"EUR"}},"stock":{},)"
        R"("tags":["cup","porcelain"]}})",
        n, random_text(static_cast<std::uint64_t>(n), 8), n % 97, n % 11);
}

std::vector<Bytes> small_answers() {
    std::vector<Bytes> samples;
    for (int n = 0; n < 2'000; ++n) samples.push_back(small_answer(n));
    return samples;
}

}  // namespace

TEST_CASE("a body comes back as it went in, coded only where that saves") {
    BodyCodec codec;
    for (const auto& body : {Bytes{}, Bytes{"short"}, random_text(1, 5'000), Bytes(100'000, 'x'),
                             Bytes{"\0\xFF\0", 3}}) {
        const auto coded = codec.encode(body);
        CHECK(coded.bytes.size() <= body.size());
        CHECK((coded.coding == "identity") == (coded.bytes == body));
        CHECK(codec.decode(coded.coding, coded.bytes, body.size()) == body);
    }
    CHECK(codec.encode(Bytes(100'000, 'x')).bytes.size() < 100);
}

TEST_CASE("a dictionary is made where it pays, and halves small bodies") {
    const auto dictionary = train_dictionary(small_answers());
    REQUIRE(dictionary.has_value());
    BodyCodec plain;
    BodyCodec trained{*dictionary};
    const auto body = small_answer(31'337);
    const auto coded = trained.encode(body);
    CHECK(coded.bytes.size() * 2 < plain.encode(body).bytes.size());
    CHECK(trained.decode(coded.coding, coded.bytes, body.size()) == body);
    CHECK_FALSE(plain.decode(coded.coding, coded.bytes, body.size()).has_value());
}

TEST_CASE("no dictionary is made of too few samples, nor of samples with nothing in common") {
    CHECK_FALSE(train_dictionary({}).has_value());
    CHECK_FALSE(train_dictionary({"one", "two"}).has_value());
    std::vector<Bytes> noise;
    for (int n = 0; n < 300; ++n) noise.push_back(random_bytes(200));
    CHECK_FALSE(train_dictionary(noise).has_value());
}

TEST_CASE("a damaged body is an error and takes no more memory than it says") {
    BodyCodec codec;
    const Bytes body(10'000, 'x');
    const auto coded = codec.encode(body);
    CHECK_FALSE(codec.decode("zstd", coded.bytes, 9'999).has_value());
    CHECK_FALSE(codec.decode("zstd", coded.bytes, std::size_t{1} << 60U).has_value());
    CHECK_FALSE(codec.decode("zstd", "", 0).has_value());
    CHECK_FALSE(codec.decode("lzma", coded.bytes, body.size()).has_value());
    CHECK_FALSE(codec.decode("identity", "abc", 2).has_value());
    auto hurt = coded.bytes;
    hurt[hurt.size() - 2] = static_cast<char>(hurt[hurt.size() - 2] ^ 0x55);
    const auto decoded = codec.decode("zstd", hurt, body.size());
    if (decoded) CHECK(decoded->size() == body.size());
}
