// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/supplied.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace shadowdiff::mirror {
namespace {

constexpr std::string_view mark = "redacted:00112233aabbccdd";

http::Request request_of(http::Fields headers, Bytes body = {}) {
    http::Request made;
    made.method = "POST";
    made.target = "/a";
    made.headers = std::move(headers);
    made.body = http::make_body(std::move(body));
    return made;
}

std::string marked(std::string_view before, std::string_view after = "") {
    return std::string{before} + std::string{mark} + std::string{after};
}

TEST_CASE("a request lacks what neither a rule nor a token supplies") {
    struct Row {
        std::string_view name;
        http::Request request;
        std::vector<std::string> rewrites, tokens;
        bool lacks;
    };
    const std::string session = "set-cookie:sid to cookie:sid";
    const std::string bearer = "json:$.token to header:Authorization";
    const Row rows[] = {
        {"nothing was lost", request_of({{"Cookie", "sid=1"}}), {}, {}, false},
        {"a cookie", request_of({{"Cookie", marked("sid=")}}), {}, {}, true},
        {"it is a token", request_of({{"Cookie", marked("sid=")}}), {}, {session}, false},
        {"the token is another", request_of({{"Cookie", marked("sid=")}}), {}, {bearer}, true},
        {"another cookie beside it",
         request_of({{"Cookie", marked("sid=", "; ab=") + marked("")}}),
         {},
         {session},
         true},
        {"it is not needed",
         request_of({{"Cookie", marked("sid=")}}),
         {"remove-header=Cookie"},
         {},
         false},
        {"it is set",
         request_of({{"authorization", marked("Bearer ")}}),
         {"set-header=Authorization: Bearer x"},
         {},
         false},
        {"a bearer token", request_of({{"authorization", marked("Bearer ")}}), {}, {bearer}, false},
        {"a token inside a longer value",
         request_of({{"Authorization", marked("Digest a=", ", b=c")}}),
         {},
         {bearer},
         true},
        {"a member of the body",
         request_of({}, marked("{\"csrf\": \"", "\", \"n\": 1}")),
         {},
         {"json:$.csrf to body:csrf"},
         false},
        {"another member beside it",
         request_of({}, marked("{\"csrf\": \"", "\", \"pin\": \"") + marked("", "\"}")),
         {},
         {"json:$.csrf to body:csrf"},
         true},
        {"a member of the body that is set",
         request_of({}, marked("{\"password\": \"", "\", \"csrf\": \"") + marked("", "\"}")),
         {"set-field=password: x"},
         {"json:$.csrf to body:csrf"},
         false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        RewriteRules rules;
        for (const auto& text : row.rewrites) REQUIRE(add_rewrite(rules, text));
        std::vector<TokenRule> tokens;
        for (const auto& text : row.tokens) tokens.push_back(parse_token_rule(text).value());
        CHECK(lacks_something(with_tokens_supplied(row.request, tokens), {}, rules) == row.lacks);
    }
}

TEST_CASE("fields are set in the spelling of their body") {
    RewriteRules rules;
    REQUIRE(add_rewrite(rules, "set-field=pass: a\"b&c"));
    const auto json =
        with_fields_set(request_of({}, R"({"pass": "old", "u": {"pass": 7}})"), rules);
    REQUIRE(json);
    CHECK(json->body.bytes == R"({"pass": "a\"b&c", "u": {"pass": "a\"b&c"}})");
    const http::Fields form_type{{"Content-Type", "application/x-www-form-urlencoded"}};
    const auto form = with_fields_set(request_of(form_type, "pass=&u=1&pass=old"), rules);
    REQUIRE(form);
    CHECK(form->body.bytes == "pass=a%22b%26c&u=1&pass=a%22b%26c");
    const http::Fields parts_type{{"Content-Type", "multipart/form-data; boundary=b"}};
    const auto part = [](std::string_view value) {
        return fmt::format("--b\r\nContent-Disposition: form-data; name=pass\r\n\r\n{}\r\n--b--",
                           value);
    };
    const auto parts = with_fields_set(request_of(parts_type, part("old")), rules);
    REQUIRE(parts);
    CHECK(parts->body.bytes == part("a\"b&c"));
    CHECK_FALSE(with_fields_set(request_of({}, "pass: old"), rules));
    CHECK_FALSE(with_fields_set(request_of({}, R"({"u": "old"})"), rules));
    for (const auto* wrong : {"set-field=pass", "set-field=: x"}) {
        CHECK_FALSE(add_rewrite(rules, wrong));
    }
}

TEST_CASE("a body that was not kept is supplied by nothing") {
    auto request = request_of({}, "{}");
    request.body.length = 100;
    const auto rule = parse_token_rule("json:$.csrf to body:csrf").value();
    CHECK(lacks_something(with_tokens_supplied(request, {rule}), {}, {}));
}

}  // namespace
}  // namespace shadowdiff::mirror
