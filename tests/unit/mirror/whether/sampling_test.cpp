// SPDX-License-Identifier: Apache-2.0
#include "mirror/whether/sampling.hpp"

#include "mirror/request/cookies.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace shadowdiff::mirror {
namespace {

http::Exchange exchange_of(int user, int number) {
    http::Exchange made;
    made.client.port = static_cast<std::uint16_t>(1'000 + number);
    made.request.method = "GET";
    made.request.target = fmt::format("/{}", number);
    made.request.headers = {{"Cookie", fmt::format("a=1; sid=user{}", user)},
                            {"X-User", fmt::format("{}", user)}};
    return made;
}

Sampling sampling(double rate, std::string_view key) {
    auto made = parse_sampling_key(key).value();
    made.rate = rate;
    return made;
}

TEST_CASE("about the share that was asked for is taken, whatever the key") {
    for (const auto* key : {"request", "connection", "header:x-user", "cookie:sid"}) {
        CAPTURE(key);
        const auto tenth = sampling(0.1, key);
        int taken = 0;
        for (int i = 0; i < 10'000; ++i) taken += is_taken(tenth, exchange_of(i, i)) ? 1 : 0;
        CHECK(taken > 850);
        CHECK(taken < 1'150);
    }
}

TEST_CASE("a key is taken always or never, and by every larger share") {
    for (int user = 0; user < 200; ++user) {
        const bool first = is_taken(sampling(0.3, "cookie:sid"), exchange_of(user, 0));
        for (int i = 1; i < 20; ++i) {
            CHECK(is_taken(sampling(0.3, "cookie:sid"), exchange_of(user, i)) == first);
        }
        if (first) CHECK(is_taken(sampling(0.5, "cookie:sid"), exchange_of(user, 7)));
    }
}

TEST_CASE("the keys that are taken stay the same from version to version") {
    std::string taken;
    for (int i = 0; i < 40; ++i) {
        if (is_taken(sampling(0.2, "header:X-User"), exchange_of(i, i)))
            taken += fmt::format("{} ", i);
    }
    CHECK(taken == "8 13 14 16 21 22 24 25 26 28 31 ");
}

TEST_CASE("a request without the cookie goes by its connection") {
    int taken = 0;
    for (int i = 0; i < 1'000; ++i) {
        auto bare = exchange_of(1, i);
        bare.request.headers.clear();
        taken += is_taken(sampling(0.5, "cookie:sid"), bare) ? 1 : 0;
    }
    CHECK(taken > 400);
    CHECK(taken < 600);
}

TEST_CASE("connections without an address go by their numbers") {
    for (const auto* key : {"connection", "cookie:sid", "header:X-User"}) {
        CAPTURE(key);
        const auto half = sampling(0.5, key);
        int taken = 0;
        for (std::uint64_t connection = 1; connection <= 1'000; ++connection) {
            http::Exchange bare;
            bare.connection = connection;
            const bool is_first_taken = is_taken(half, bare);
            bare.request.target = "/other";
            CHECK(is_taken(half, bare) == is_first_taken);
            taken += is_first_taken ? 1 : 0;
        }
        CHECK(taken > 400);
        CHECK(taken < 600);
    }
}

TEST_CASE("a whole share takes everything") {
    CHECK(is_taken({}, {}));
    CHECK(to_text(Sampling{}) == "all");
    CHECK(to_text(sampling(0.005, "cookie:sid")) == "0.5 % by cookie:sid");
    CHECK(to_text(sampling(0.1, "request")) == "10 % by request");
}

TEST_CASE("shares and keys are read strictly") {
    CHECK(parse_rate("10%") == 0.1);
    CHECK(parse_rate("100%") == 1.0);
    for (const auto* wrong : {"", "%", "10", "0%", "-1%", "101%", "nan%", "inf%", "1 %", "1%%"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_rate(wrong));
    }
    for (const auto* wrong : {"", "requests", "header:", "cookie:", "cookie", "ip"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_sampling_key(wrong));
    }
}

TEST_CASE("a cookie is found by its exact name") {
    const http::Fields fields = {
        {"X", "sid=0"}, {"Cookie", "asid=1;sid2=2"}, {"cookie", " b ; sid=3=4 "}};
    CHECK(cookie_value(fields, "sid") == "3=4");
    CHECK(cookie_value(fields, "asid") == "1");
    CHECK_FALSE(cookie_value(fields, "SID"));
    CHECK_FALSE(cookie_value(fields, "b"));
    CHECK_FALSE(cookie_value({}, "sid"));
}

}  // namespace
}  // namespace shadowdiff::mirror
