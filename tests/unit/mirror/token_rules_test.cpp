// SPDX-License-Identifier: Apache-2.0
#include "mirror/token_rules.hpp"

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
