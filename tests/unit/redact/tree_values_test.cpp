// SPDX-License-Identifier: Apache-2.0
// Values out of the trees of XML, HTML, forms, tables and texts.
#include "redact/redactor.hpp"

#include <doctest/doctest.h>

#include <string_view>

using namespace shadowdiff;

TEST_CASE("a secret does not survive in a value out of any form's tree") {
    const redact::Redactor redactor{{.digest_key = "a key for tests"}};
    struct Row {
        std::string_view path;
        std::string_view value;  // holds HUNTER2
    };
    const Row rows[] = {
        {"$.order.password[0]['#text']", R"("HUNTER2")"},
        {"$.order.user[0]", R"({"password":[{"#text":"HUNTER2"}]})"},
        {"$.order['@password']", R"("HUNTER2")"},
        {"$.html.body[0].form[0].input[1]['@value:csrf_token']", R"("HUNTER2")"},
        {"$.html.body[0].form[0]", R"({"input":[{"@value:password":"HUNTER2"}]})"},
        {"$.access_token[0]", R"("HUNTER2")"},
        {"$.password[0].body", R"("HUNTER2")"},
        {"$.rows[3].api_key", R"("HUNTER2")"},
        {"$[3]", R"("password=HUNTER2")"},
        {"$[0].data", R"("{\"password\":\"HUNTER2\"}")"},
        {"$[0].data", R"("{\"user\":{\"access_token\":\"HUNTER2\"}}")"},
        {"$.payload", R"("{\"password\": \"HUNTER2\", \"a\": 1}")"},
        {"body.guard", "password=HUNTER2"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.path);
        CAPTURE(row.value);
        CHECK(redactor.value(row.path, row.value).text().find("HUNTER2") == std::string::npos);
    }
}
