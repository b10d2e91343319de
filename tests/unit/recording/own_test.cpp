// SPDX-License-Identifier: Apache-2.0
#include "read_all.hpp"
#include "recording/record.hpp"

#include <doctest/doctest.h>

#include <string>

namespace shadowdiff::recording {
namespace {

using test::pieces;
using test::read_all;

http::Exchange make_exchange(std::uint64_t number) {
    http::Exchange exchange;
    exchange.id = {1, number};
    exchange.connection = number / 2;
    exchange.client.address.octets = {10, 0, 0, 1};
    exchange.client.port = 4711;
    exchange.server.port = 80;
    exchange.seen_at = Timestamp{std::chrono::seconds{1'700'000'000 + number}};
    exchange.request.method = "GET";
    exchange.request.target = "/items?page=" + std::to_string(number);
    exchange.request.headers = {{"Host", "shop.example.com"}, {"Accept", "*/*"}};
    http::Answer answer;
    answer.origin = http::Origin::observed;
    answer.timing = {exchange.seen_at, std::chrono::milliseconds{3}, std::chrono::milliseconds{5}};
    http::Response response;
    response.status = 200;
    response.reason_phrase = "OK";
    response.headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}};
    response.body = http::make_body("{\"n\": " + std::to_string(number) + "}");
    answer.outcome = response;
    exchange.answers.push_back(answer);
    return exchange;
}

http::Exchange as_recorded(http::Exchange exchange) {
    for (auto& answer : exchange.answers) answer.origin = http::Origin::recorded;
    return exchange;
}

void check_same(const http::Exchange& read, const http::Exchange& written) {
    CHECK(read.id == written.id);
    CHECK(read.connection == written.connection);
    CHECK(read.client == written.client);
    CHECK(read.server == written.server);
    CHECK(read.seen_at == written.seen_at);
    CHECK(read.pairing == written.pairing);
    CHECK(read.request == written.request);
    CHECK(read.answers == written.answers);
}

Bytes recording_of(int blocks, int per_block) {
    const redact::Redactor redactor;
    auto bytes = recording_head();
    std::uint64_t number = 0;
    for (int block = 0; block < blocks; ++block) {
        BlockBuilder builder;
        for (int i = 0; i < per_block; ++i) {
            builder.add(pack_record(make_exchange(number++), redactor));
        }
        bytes += builder.finish();
    }
    return bytes;
}

TEST_CASE("what is recorded is read back, however the file is cut into reads") {
    const auto bytes = recording_of(3, 4);
    for (const auto piece : pieces(bytes.size())) {
        CAPTURE(piece);
        const auto back = read_all(Format::own, bytes, piece);
        CHECK(back.skipped.empty());
        REQUIRE(back.exchanges.size() == 12);
        for (std::uint64_t i = 0; i < 12; ++i) {
            check_same(back.exchanges[i], as_recorded(make_exchange(i)));
        }
    }
}

TEST_CASE("a recording cut at any place gives all whole blocks before it, and says so once") {
    const auto bytes = recording_of(3, 2);
    std::size_t most = 0;
    for (std::size_t length = 1; length < bytes.size(); ++length) {
        CAPTURE(length);
        const auto back = read_all(Format::own, ByteView{bytes}.substr(0, length), 64);
        CHECK(back.exchanges.size() % 2 == 0);
        CHECK(back.skipped.size() <= 1);
        CHECK(back.exchanges.size() >= most);
        most = back.exchanges.size();
    }
    CHECK(most == 4);
}

TEST_CASE("a damaged octet costs its block and no other") {
    const auto whole = recording_of(3, 2);
    for (std::size_t at = recording_head_bytes; at < whole.size(); ++at) {
        CAPTURE(at);
        auto bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x20);
        const auto back = read_all(Format::own, bytes, 1'000);
        CHECK(back.exchanges.size() == 4);
        CHECK(back.skipped.size() == 1);
    }
}

TEST_CASE("heads that claim the same octets over and over are not all believed") {
    const auto whole = recording_of(1, 2);
    Bytes bytes{ByteView{whole}.substr(0, recording_head_bytes)};
    const std::uint32_t claimed = 1 << 20;
    for (int i = 0; i < 100'000; ++i) {
        bytes += "SDBLOCK\n";
        for (int number = 0; number < 3; ++number) {
            bytes.append(reinterpret_cast<const char*>(&claimed), sizeof claimed);
        }
        bytes.append(16, '\0');
    }
    bytes += ByteView{whole}.substr(recording_head_bytes);
    const auto back =
        read_all(Format::own, bytes, 1 << 20, {.host = "", .limits = {.block_bytes_max = 8 << 20}});
    CHECK(back.skipped.size() == 100'000);
    CHECK(back.exchanges.size() == 2);
}

TEST_CASE("a damaged record costs the rest of its block, once") {
    BlockBuilder builder;
    for (int i = 0; i < 1'000; ++i) builder.add("");
    auto bytes = recording_of(1, 2);
    bytes += builder.finish();
    const auto back = read_all(Format::own, bytes, 1'000);
    CHECK(back.exchanges.size() == 2);
    CHECK(back.skipped.size() == 1);
}

TEST_CASE("a failure of legacy is recorded as one") {
    const redact::Redactor redactor;
    auto exchange = make_exchange(1);
    exchange.answers[0].outcome =
        http::Failure{.failure_class = http::FailureClass::reset_inside_answer,
                      .detail = "closed by the server",
                      .status = 200};
    const auto back = unpack_record(pack_record(exchange, redactor));
    REQUIRE(back);
    check_same(*back, as_recorded(exchange));
}

TEST_CASE("no credential comes into a record") {
    const redact::Redactor redactor;
    auto exchange = make_exchange(1);
    exchange.request.target = "/login?token=planted-secret-1";
    exchange.request.headers.push_back({"Authorization", "Bearer planted-secret-2"});
    exchange.request.headers.push_back({"Cookie", "sid=planted-secret-3"});
    exchange.request.body = http::make_body(R"({"password": "planted-secret-4"})");
    exchange.request.headers.push_back({"Content-Type", "application/json"});
    exchange.request.headers.push_back({"Content-Length", "32"});
    const auto record = pack_record(exchange, redactor);
    CHECK_FALSE(record.contains("planted-secret"));
    const auto digest = exchange.request.body.digest;
    CHECK_FALSE(record.contains({reinterpret_cast<const char*>(&digest.low), sizeof digest.low}));
    const auto back = unpack_record(record);
    REQUIRE(back);
    CHECK(back->request.body.is_whole());
    CHECK(http::value_of(back->request.headers, "Content-Length") ==
          std::to_string(back->request.body.length));
}

TEST_CASE("a body that cannot be looked through is known by length and digest") {
    const redact::Redactor redactor;
    auto exchange = make_exchange(1);
    auto response = *exchange.answers[0].response();
    response.headers = {{"Content-Type", "image/png"}};
    response.body = http::make_body(Bytes{"\x89PNG\r\n\x1a\n", 8});
    exchange.answers[0].outcome = response;
    const auto back = unpack_record(pack_record(exchange, redactor));
    REQUIRE(back);
    const auto& body = back->answers[0].response()->body;
    CHECK_FALSE(body.is_whole());
    CHECK(body.length == 8);
    CHECK(body.digest == response.body.digest);
}

TEST_CASE("records of another kind, and cut ones, are refused") {
    const redact::Redactor redactor;
    auto record = pack_record(make_exchange(1), redactor);
    for (std::size_t length = 0; length < record.size(); ++length) {
        CAPTURE(length);
        CHECK_FALSE(unpack_record(ByteView{record}.substr(0, length)));
    }
    record[0] = 9;
    CHECK(unpack_record(record).error() == "a record of the unknown kind 9");
}

}  // namespace
}  // namespace shadowdiff::recording
