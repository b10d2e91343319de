// SPDX-License-Identifier: Apache-2.0
#include "reports/json_pointer.hpp"

#include "json/pointer.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff;
using namespace shadowdiff::reports;

TEST_CASE("a path inside a JSON body has its pointer, any other place has none") {
    struct Row {
        const char* path;
        std::optional<std::string> pointer;
    };
    const Row rows[] = {
        {"$", ""},
        {"$.items[3].price", "/items/3/price"},
        {"$['a/b']['c~d']", "/a~1b/c~0d"},
        {"$['it\\'s']", "/it's"},
        {"$['\\u0007\\n']", "/\x07\n"},
        {"$['']", "/"},
        {"status", std::nullopt},
        {"headers.etag", std::nullopt},
        {"", std::nullopt},
        {"$.", std::nullopt},
        {"$[", std::nullopt},
        {"$[]", std::nullopt},
        {"$[*]", std::nullopt},
        {"$['cut", std::nullopt},
        {"$['cut\\", std::nullopt},
        {"$['cut\\u00", std::nullopt},
        {"$x", std::nullopt},
    };
    for (const auto& row : rows) {
        CAPTURE(row.path);
        CHECK(json_pointer(row.path) == row.pointer);
    }
}

TEST_CASE("whatever a member is called, its pointer leads back to it") {
    for (const std::string name : {"plain", "two words", "a.b", "a[0]", "'", "\\", "\"", "\x01",
                                   "\t", "~1", "/", "é", "日本", "\xf0\x9f\x98\x80"}) {
        CAPTURE(name);
        std::string expected = "/";
        for (const char c : name) {
            expected += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
        }
        CHECK(json_pointer(json::child("$", name)) == expected);
    }
}
