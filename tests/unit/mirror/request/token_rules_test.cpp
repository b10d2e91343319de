// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/token_rules.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

TokenRule token_rule(std::string_view text) { return parse_token_rule(text).value(); }

TEST_CASE("the names under which a token travels are told, and none of a mere id") {
    const auto token =
        secret_names(token_rule("json:$.auth['csrf'] to header:X-Csrf,body:form_csrf"));
    CHECK(token.headers == std::vector<std::string>{"X-Csrf"});
    CHECK(token.fields == std::vector<std::string>{"csrf", "form_csrf"});
    const auto id_names = secret_names(token_rule("json:$.id to path,body:order"));
    CHECK(id_names.headers.empty());
    CHECK(id_names.fields.empty());
}

TEST_CASE("of a path that does not end in a name the last ones are told") {
    struct Row {
        std::string_view source;
        std::vector<std::string> fields;
    };
    const Row rows[] = {
        {"$.auth.tokens[0]", {"tokens"}},
        {"$..tokens[*]", {"tokens"}},
        {"$['a', 'b'][*][0]", {"a", "b"}},
        {"$.list[0].value", {"value"}},
        {"$.list[?@.kind == 'refresh'].key[-1]", {"key"}},
        {"$[0]", {}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.source);
        const auto names =
            secret_names(token_rule("json:" + std::string{row.source} + " to header:X"));
        CHECK(names.fields == row.fields);
    }
}

TEST_CASE("what an answer mints is told as a secret whatever stands before it, but no id") {
    const std::vector<TokenRule> rules = {token_rule("json:$[1] to header:X"),
                                          token_rule("header:X-Pass to header:X-Pass"),
                                          token_rule("json:$[0] to path")};
    http::Response answer;
    answer.headers = {{"X-Pass", "p4ss-of-one"}};
    answer.body = http::make_body(R"(["order-17", "t0ken-of-one"])");
    CHECK(minted_secrets(rules, answer) == std::vector<std::string>{"t0ken-of-one", "p4ss-of-one"});
    answer.headers = {};
    answer.body = http::make_body("no JSON");
    CHECK(minted_secrets(rules, answer).empty());
}

TEST_CASE("a rule that cannot be meant is refused and named") {
    for (const auto* wrong :
         {"", "set-cookie:sid", "set-cookie: to cookie:a", "cookie:a to cookie:a",
          "json:id to path", "json:$.id to ", "json:$.id to path,query:x", "header:X to header:"}) {
        CAPTURE(wrong);
        const auto parsed = parse_token_rule(wrong);
        REQUIRE_FALSE(parsed);
        CHECK_FALSE(parsed.error().message.contains('\n'));
    }
}

}  // namespace
}  // namespace shadowdiff::mirror
