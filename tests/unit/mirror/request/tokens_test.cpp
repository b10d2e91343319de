// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/tokens.hpp"

#include "mirror/request/token_targets.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace shadowdiff::mirror {
namespace {

using enum http::Leg;

TokenRule rule(std::string_view text) { return parse_token_rule(text).value(); }

http::Response answer_with(http::Fields headers, Bytes body = {}) {
    http::Response made;
    made.status = 200;
    made.headers = std::move(headers);
    made.body = http::make_body(std::move(body));
    return made;
}

http::Request request_with(std::string target, http::Fields headers = {}, Bytes body = {}) {
    http::Request made;
    made.method = "POST";
    made.target = std::move(target);
    made.headers = std::move(headers);
    made.body = http::make_body(std::move(body));
    return made;
}

http::ExchangeId id(std::uint64_t number) { return {0, number}; }

TEST_CASE("a client that brings back legacy's value brings the leg its own") {
    struct Row {
        std::string_view name, rule;
        http::Response legacy, candidate;
        http::Request before, after;
    };
    const Row rows[] = {
        {"a session cookie", "set-cookie:sid to cookie:sid",
         answer_with({{"Set-Cookie", "sid=L1; Path=/; HttpOnly"}}),
         answer_with({{"set-cookie", "other=x"}, {"set-cookie", "sid=C1"}}),
         request_with("/", {{"Cookie", "a=L1; sid=L1;sid2=L1"}}),
         request_with("/", {{"Cookie", "a=L1; sid=C1;sid2=L1"}})},
        {"a bearer token", "json:$.token to header:Authorization",
         answer_with({}, R"({"token": "L1"})"), answer_with({}, R"({"token": "C-longer"})"),
         request_with("/", {{"authorization", "Bearer L1"}, {"X", "L1"}}),
         request_with("/", {{"authorization", "Bearer C-longer"}, {"X", "L1"}})},
        {"a header of its own", "header:X-Token to header:X-Token",
         answer_with({{"X-Token", "L1"}}), answer_with({{"x-token", "C1"}}),
         request_with("/", {{"X-Token", "L1"}}), request_with("/", {{"X-Token", "C1"}})},
        {"a generated id", "json:$.order.id to path, body:order_id",
         answer_with({}, R"({"order": {"id": 7}})"), answer_with({}, R"({"order":{"id":1203}})"),
         request_with("/orders/7/items/77?at=7", {},
                      R"({"order_id": 7, "n": 7, "a": [{"order_id":"7"}]})"),
         request_with("/orders/1203/items/77?at=7", {},
                      R"({"order_id": 1203, "n": 7, "a": [{"order_id":"1203"}]})")},
        {"an id that a path must escape", "json:$.id to path", answer_with({}, R"({"id": "L t"})"),
         answer_with({}, R"({"id": "C/1 2%"})"), request_with("/i/L%20t/x?at=L%20t"),
         request_with("/i/C%2F1%202%25/x?at=L%20t")},
        {"an id that a path need not escape", "json:$.id to path",
         answer_with({}, R"({"id": "a+b:c"})"), answer_with({}, R"({"id": "a+b:d"})"),
         request_with("/a+b:c/a%2Bb%3Ac/a%20b:c"), request_with("/a+b:d/a+b:d/a%20b:c")},
        {"an id that is minted as it stands in a path", "header:X-Id to path",
         answer_with({{"X-Id", "L%20t"}}), answer_with({{"X-Id", "C%20t"}}), request_with("/L%20t"),
         request_with("/C%20t")},
        {"a field of a form", "json:$.csrf to body:csrf", answer_with({}, R"({"csrf": "L1"})"),
         answer_with({}, R"({"csrf": "C1"})"),
         request_with("/", {{"Content-Type", "application/x-www-form-urlencoded"}},
                      "a=L1&csrf=L1&b"),
         request_with("/", {{"Content-Type", "application/x-www-form-urlencoded"}},
                      "a=L1&csrf=C1&b")},
        {"a token that is spelled otherwise in each place", "header:X-Token to body:t",
         answer_with({{"X-Token", "L/1="}}), answer_with({{"X-Token", "C\"1=&"}}),
         request_with("/", {{"Content-Type", "application/x-www-form-urlencoded"}},
                      "t=L%2F1%3D&u=L/1="),
         request_with("/", {{"Content-Type", "application/x-www-form-urlencoded"}},
                      "t=C%221%3D%26&u=L/1=")},
        {"a token that JSON must escape", "header:X-Token to body:t",
         answer_with({{"X-Token", "L1"}}), answer_with({{"X-Token", "C\"1"}}),
         request_with("/", {}, R"({"t": "L1", "a": 1})"),
         request_with("/", {}, R"({"t": "C\"1", "a": 1})")},
        {"a name in the place of a number", "json:$.id to body:t", answer_with({}, R"({"id": 7})"),
         answer_with({}, R"({"id": "x7"})"), request_with("/", {}, R"({"t": 7})"),
         request_with("/", {}, R"({"t": "x7"})")},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        for (const bool candidate_first : {false, true}) {
            Tokens tokens{{rule(row.rule)}};
            tokens.begin(id(1), {candidate});
            tokens.begin(id(2), {candidate});
            if (candidate_first) tokens.note(id(1), candidate, row.candidate);
            CHECK(tokens.note(id(1), legacy, row.legacy));
            auto sent = row.before;
            if (!candidate_first) {
                CHECK(tokens.translate(candidate, sent).places == 0);
                CHECK(sent == row.before);
                CHECK(tokens.is_awaited(id(2), candidate, row.before));
                CHECK_FALSE(tokens.is_awaited(id(2), secondary, row.before));
                tokens.note(id(1), candidate, row.candidate);
            }
            CHECK_FALSE(tokens.is_awaited(id(2), candidate, row.before));
            CHECK(tokens.translate(candidate, sent).places > 0);
            CHECK(sent == row.after);
            CHECK(tokens.translate(secondary, sent).places == 0);
        }
    }
}

TEST_CASE("sessions are told apart by legacy's values, and a new one takes the old one's place") {
    Tokens tokens{{rule("set-cookie:sid to cookie:sid")}};
    const auto mint = [&](std::uint64_t number, std::string ours, std::string theirs) {
        tokens.note(id(number), legacy, answer_with({{"Set-Cookie", "sid=" + ours}}));
        tokens.note(id(number), candidate, answer_with({{"Set-Cookie", "sid=" + theirs}}));
    };
    const auto sent = [&](std::string cookie) {
        auto made = request_with("/", {{"Cookie", "sid=" + cookie}});
        tokens.translate(candidate, made);
        return std::string{made.headers[0].value};
    };
    mint(1, "L1", "C1");
    mint(2, "L2", "C2");
    CHECK(sent("L1") == "sid=C1");
    CHECK(sent("L2") == "sid=C2");
    CHECK(sent("L3") == "sid=L3");
    mint(3, "L1", "C9");
    CHECK(sent("L1") == "sid=C9");
}

TEST_CASE("a leg that minted nothing, or failed, is not waited for") {
    for (const bool fails : {true, false}) {
        for (const bool before : {true, false}) {
            Tokens tokens{{rule("set-cookie:sid to cookie:sid")}};
            tokens.begin(id(1), {candidate, secondary});
            tokens.begin(id(2), {candidate, secondary});
            const auto give_up = [&] {
                if (fails) return tokens.note_failure(id(1), candidate);
                tokens.note(id(1), candidate, answer_with({}));
            };
            if (before) give_up();
            tokens.note(id(1), legacy, answer_with({{"Set-Cookie", "sid=L1"}}));
            if (!before) give_up();
            const auto back = request_with("/", {{"Cookie", "sid=L1"}});
            CHECK_FALSE(tokens.is_awaited(id(2), candidate, back));
            CHECK(tokens.is_awaited(id(2), secondary, back));
        }
    }
}

TEST_CASE("what is remembered is bounded, and the oldest goes first") {
    Tokens tokens{{rule("set-cookie:sid to cookie:sid")},
                  {.tokens_max = 10, .mintings_max = 5, .value_bytes_max = 8}};
    for (std::uint64_t i = 0; i < 1'000; ++i) {
        tokens.note(id(i), legacy, answer_with({{"Set-Cookie", fmt::format("sid=L{}", i)}}));
        tokens.note(id(i), candidate, answer_with({{"Set-Cookie", fmt::format("sid=C{}", i)}}));
        tokens.begin(id(10'000 + i), {candidate});
        tokens.note(id(10'000 + i), legacy,
                    answer_with({{"Set-Cookie", fmt::format("sid=M{}", i)}}));
    }
    CHECK(tokens.size() == 10);
    auto last = request_with("/", {{"Cookie", "sid=L999"}});
    CHECK(tokens.translate(candidate, last).places == 1);
    auto first = request_with("/", {{"Cookie", "sid=L0"}});
    CHECK(tokens.translate(candidate, first).places == 0);
    tokens.begin(id(20'000), {candidate});
    const auto awaits = [&](std::string cookie) {
        return tokens.is_awaited(id(20'000), candidate, request_with("/", {{"Cookie", cookie}}));
    };
    CHECK(awaits("sid=M999"));
    CHECK_FALSE(awaits("sid=M1"));
    CHECK_FALSE(tokens.note(id(1), legacy, answer_with({{"Set-Cookie", "sid=123456789"}})));
}

TEST_CASE("what a recording says is translated for every leg, legacy among them, in either order") {
    const std::string given = "redacted:00112233aabbccdd";
    const auto mints = [](std::string value) {
        return answer_with({{"Set-Cookie", "sid=" + std::move(value)}});
    };
    for (const bool given_first : {true, false}) {
        Tokens tokens{{rule("set-cookie:sid to cookie:sid")}};
        tokens.begin(id(1), {legacy, candidate});
        if (given_first) tokens.note_given(id(1), mints(given));
        tokens.note(id(1), legacy, mints("L1"));
        tokens.note(id(1), candidate, mints("C1"));
        if (!given_first) tokens.note_given(id(1), mints(given));
        for (const auto& [leg, value] : {std::pair{legacy, "sid=L1"}, {candidate, "sid=C1"}}) {
            auto sent = request_with("/", {{"Cookie", "sid=" + given}});
            CHECK(tokens.translate(leg, sent).places == 1);
            CHECK(sent.headers[0].value == value);
        }
        auto other = request_with("/", {{"Cookie", "sid=redacted:ffffffffffffffff"}});
        CHECK(tokens.translate(candidate, other).places == 0);
    }
}

TEST_CASE("what was put in is told where it is a secret") {
    for (const bool is_an_id : {false, true}) {
        Tokens tokens{{rule(is_an_id ? "json:$.t to body:t,path" : "json:$.t to body:t")}};
        tokens.note(id(1), legacy, answer_with({}, R"({"t": "L1"})"));
        tokens.note(id(1), candidate, answer_with({}, R"({"t": "C1"})"));
        auto sent = request_with("/", {}, R"({"t": "L1"})");
        const auto done = tokens.translate(candidate, sent);
        CHECK(done.places == 1);
        CHECK(done.secrets ==
              (is_an_id ? std::vector<std::string>{} : std::vector<std::string>{"C1"}));
    }
}

TEST_CASE("a session that every answer sets again is awaited from what came before alone") {
    Tokens tokens{{rule("set-cookie:sid to cookie:sid")}};
    const auto back = request_with("/", {{"Cookie", "sid=L1"}});
    for (std::uint64_t number = 1; number <= 3; ++number) {
        tokens.begin(id(number), {candidate});
        tokens.note_given(id(number), answer_with({{"Set-Cookie", "sid=L1"}}));
    }
    CHECK_FALSE(tokens.is_awaited(id(1), candidate, back));
    CHECK(tokens.is_awaited(id(2), candidate, back));
    CHECK(tokens.is_awaited(id(3), candidate, back));
    tokens.note_failure(id(1), candidate);
    CHECK_FALSE(tokens.is_awaited(id(2), candidate, back));
    tokens.note(id(2), candidate, answer_with({}));
    CHECK_FALSE(tokens.is_awaited(id(3), candidate, back));
}

TEST_CASE("bodies that are no JSON, do not decode or are cut mint nothing and stay as they are") {
    const auto json_rule = rule("json:$.id to body:id");
    CHECK_FALSE(minted(json_rule.source, answer_with({}, "id=7")));
    CHECK_FALSE(minted(json_rule.source, answer_with({}, R"({"id": {"a": 1}})")));
    CHECK_FALSE(
        minted(json_rule.source, answer_with({{"Content-Encoding", "gzip"}}, R"({"id": 7})")));
    auto cut = answer_with({}, R"({"id": 7})");
    cut.body.length = 100;
    CHECK_FALSE(minted(json_rule.source, cut));
    const std::string other = "8";
    auto odd = request_with("/", {}, "{\"id\": 7");
    const auto before = odd;
    CHECK(substitute(json_rule.targets[0], [&](std::string_view) { return &other; }, odd) == 0);
    CHECK(odd == before);
}

}  // namespace
}  // namespace shadowdiff::mirror
