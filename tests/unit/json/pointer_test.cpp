// SPDX-License-Identifier: Apache-2.0
#include "json/pointer.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using shadowdiff::json::any_child;
using shadowdiff::json::child;

TEST_CASE("a member name is written plain where it can be, else in quotes") {
    struct Row {
        std::string name;
        const char* path;
    };
    const std::vector<Row> rows{
        {"price", "$.price"},
        {"_id2", "$._id2"},
        {"userID", "$.userID"},
        {"2nd", "$['2nd']"},
        {"", "$['']"},
        {"na.me", "$['na.me']"},
        {"content-type", "$['content-type']"},
        {"a b", "$['a b']"},
        {"[*]", "$['[*]']"},
        {"it's", "$['it\\'s']"},
        {"back\\slash", "$['back\\\\slash']"},
        {"\b\t\n\f\r", "$['\\b\\t\\n\\f\\r']"},
        {std::string{"\0\x1b", 2}, "$['\\u0000\\u001b']"},
        {"gr\u00f6\u00dfe", "$['gr\u00f6\u00dfe']"},
        {"\xED\xA0\xBD", "$['\\ud83d']"},
        {"\xED\xB8\x80x", "$['\\ude00x']"},
        {"\U0001F600", "$['\U0001F600']"},
        {"\xED\x9F\xBF", "$['\xED\x9F\xBF']"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(child("$", row.name) == row.path);
    }
}

TEST_CASE("elements have an index, or a star for all of them") {
    CHECK(child(child("$", "items"), 3) == "$.items[3]");
    CHECK(any_child(child("$", "items")) == "$.items[*]");
    CHECK(child(any_child("$"), "price") == "$[*].price");
}
