// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/twins.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::pipeline;
using namespace std::chrono_literals;

namespace {

struct Get {
    std::string target = "/orders/7";
    Duration at = 0s;
    std::string method = "GET";
    http::Fields headers = {{"Host", "shop.example"}, {"Accept", "application/json"}};
    std::string body = "one";
    http::Pairing pairing = http::Pairing::exact;
};

http::Exchange exchange_for(const Get& get) {
    http::Exchange exchange;
    exchange.seen_at = Timestamp{1h + get.at};
    exchange.pairing = get.pairing;
    exchange.request.method = get.method;
    exchange.request.target = get.target;
    exchange.request.headers = get.headers;
    http::Response response;
    response.status = 200;
    response.body = http::make_body(get.body);
    exchange.answers.resize(1);
    exchange.answers[0].outcome = response;
    return exchange;
}

struct Write {
    std::string host;
    std::string target;
    Duration at;
};

/// Whether the second request finds the first one's answer.
bool are_twins(const Get& first, const Get& second, const std::vector<Write>& writes = {}) {
    Twins twins;
    twins.meet(exchange_for(first));
    for (const auto& write : writes) {
        twins.note_write(write.host, write.target, Timestamp{1h + write.at});
    }
    return twins.meet(exchange_for(second)) != nullptr;
}

}  // namespace

TEST_CASE("equal safe requests that lie close together are twins") {
    const http::Fields traced = {
        {"Host", "shop.example"}, {"X-Request-Id", "8f3a"}, {"Accept", "application/json"}};
    const http::Fields english = {{"Host", "shop.example"}, {"Accept", "text/html"}};
    CHECK(are_twins({}, {.at = 1s}));
    CHECK(are_twins({.at = 1s}, {}));
    CHECK(are_twins({}, {.at = 1s, .headers = traced}));
    CHECK_FALSE(are_twins({}, {.at = 3s}));
    CHECK_FALSE(are_twins({}, {.target = "/orders/8"}));
    CHECK_FALSE(are_twins({}, {.headers = english}));
    CHECK_FALSE(are_twins({.method = "POST"}, {.method = "POST"}));
    CHECK_FALSE(are_twins({}, {.method = "HEAD"}));
    CHECK_FALSE(are_twins({.pairing = http::Pairing::uncertain}, {}));
}

TEST_CASE("a write to the resource, below it or above it parts them") {
    struct Row {
        const char* name;
        Write write;
        bool are_twins;
    };
    const Row rows[] = {
        {"to it", {"shop.example", "/orders/7", 500ms}, false},
        {"with a query", {"shop.example", "/orders/7?x=1", 500ms}, false},
        {"below it", {"shop.example", "/orders/7/lines", 500ms}, false},
        {"above it", {"shop.example", "/orders", 500ms}, false},
        {"just before", {"shop.example", "/orders/7", -500ms}, false},
        {"long before", {"shop.example", "/orders/7", -5s}, true},
        {"to another", {"shop.example", "/orders/70", 500ms}, true},
        {"to another host", {"other.example", "/orders/7", 500ms}, true},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(are_twins({}, {.at = 1s}, {row.write}) == row.are_twins);
    }
}

TEST_CASE("what was written to since is told from what was written to before") {
    Twins twins;
    const auto first = exchange_for({});
    CHECK_FALSE(twins.is_written_since(first));
    twins.note_write("shop.example", "/orders", Timestamp{1h - 10s});
    CHECK_FALSE(twins.is_written_since(first));
    twins.note_write("shop.example", "/other", Timestamp{1h + 10s});
    CHECK_FALSE(twins.is_written_since(first));
    twins.note_write("shop.example", "/orders", Timestamp{1h + 10s});
    CHECK(twins.is_written_since(first));
}

TEST_CASE("the twin is the latest before, and gives legacy's answer") {
    Twins twins;
    twins.meet(exchange_for({.body = "one"}));
    const auto first = twins.meet(exchange_for({.at = 1s, .body = "two"}));
    REQUIRE(first);
    CHECK(first->body.bytes == "one");
    CHECK(twins.meet(exchange_for({.at = 2s, .body = "three"}))->body.bytes == "two");
}

TEST_CASE("a twin's answer is whole, whether it was packed or shared") {
    for (const auto& body : {std::string{"short"}, std::string(100'000, 'x')}) {
        Twins twins{{.answers_max = 2}};
        for (const char* target : {"/1", "/2", "/3", "/4"}) {
            twins.meet(exchange_for({.target = target, .body = body}));
        }
        const auto exchange = exchange_for({.target = "/4"});
        const auto twin = twins.meet(exchange);
        REQUIRE(twin);
        CHECK(*twin == *exchange_for({.body = body}).answers[0].response());
    }
}

TEST_CASE("of a request that comes all the time only some are paired") {
    Twins twins{{.frequent_pairs_max = 2, .seldom = 10ms}};
    const auto meets_at = [&](Duration at) {
        return twins.meet(exchange_for({.at = at})) != nullptr;
    };
    CHECK_FALSE(meets_at(0ms));
    CHECK(meets_at(1ms));
    CHECK(meets_at(2ms));
    CHECK_FALSE(meets_at(3ms));
    CHECK_FALSE(meets_at(11ms));
    CHECK(meets_at(12ms));  // with that of 2 ms
    CHECK_FALSE(meets_at(13ms));
}

TEST_CASE("what is remembered is bounded, and forgotten writes count for all") {
    Twins few{{.answers_max = 2}};
    for (const char* target : {"/1", "/2", "/3"}) few.meet(exchange_for({.target = target}));
    CHECK_FALSE(few.meet(exchange_for({.target = "/1"})));
    CHECK(few.meet(exchange_for({.target = "/3"})));

    Twins small{{.answers_bytes_max = 8}};
    small.meet(exchange_for({.target = "/1", .body = "12345678"}));
    small.meet(exchange_for({.target = "/2", .body = "12345678"}));
    CHECK_FALSE(small.meet(exchange_for({.target = "/1", .body = "x"})));

    Twins forgetful{{.writes_max = 1}};
    forgetful.meet(exchange_for({}));
    forgetful.note_write("shop.example", "/other", Timestamp{1h + 500ms});
    forgetful.note_write("shop.example", "/another", Timestamp{1h + 600ms});
    CHECK_FALSE(forgetful.meet(exchange_for({.at = 1s})));
}
