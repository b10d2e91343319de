// SPDX-License-Identifier: Apache-2.0
// Octets that are no text of ours.
#include "tests/unit/redact/one_redactor.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace shadowdiff;
using test::redactor;

TEST_CASE("octets that spell characters are not shown, whatever else the body is") {
    const auto shown = [](std::string_view value) {
        return redactor().value("body", value).text();
    };
    // "caf\xe9 sk_live" in ISO-8859-1, "token" in UTF-16.
    for (const auto* value : {"40 bytes, from 12: 63 61 66 e9 20 73 6b 5f 6c 69 76 65",
                              "40 bytes, from 0: 74 00 6f 00 6b 00 65 00 6e 00"}) {
        const auto redacted = shown(value);
        CAPTURE(redacted);
        CHECK(redacted.starts_with("40 bytes, from "));
        CHECK(redacted.contains(": redacted:"));
        CHECK_FALSE(redacted.contains("6b"));
        CHECK(shown(redacted) == redacted);
    }
    CHECK(shown("1 bytes, from 0: 73 6b 5f 6c 69") != shown("1 bytes, from 0: 73 6b 5f 6c 70"));
    for (const auto* harmless : {"8 bytes, from 0: 89 50 4e 47 0d 0a 1a 0a", "8 bytes, from 0:",
                                 "9 bytes, from here: 73 6b 5f 6c", "30 bytes"}) {
        CHECK(shown(harmless) == harmless);
    }
}

TEST_CASE("octets of a part that is no text are not shown") {
    const auto shown = redactor().value("$.file[0].body", R"("base64:aHVudGVyMv8=")").text();
    CHECK(shown.starts_with(R"("base64:redacted:)"));
    CHECK(redactor().value("$.file[0].body", shown).text() == shown);
    CHECK(redactor().body(R"({"a":"base64:aHVudGVyMv8="})", "application/json")->text() ==
          R"({"a":"base64:aHVudGVyMv8="})");
}
