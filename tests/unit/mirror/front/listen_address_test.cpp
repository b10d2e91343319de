// SPDX-License-Identifier: Apache-2.0
#include "mirror/front/listen_address.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

TEST_CASE("an address to listen on is read, and written the same") {
    struct Row {
        std::string_view text;
        ListenAddress expected;
    };
    const Row rows[] = {
        {"127.0.0.1:8080", {"127.0.0.1", 8'080, {}}},
        {"0.0.0.0:0", {"0.0.0.0", 0, {}}},
        {"[::1]:443", {"::1", 443, {}}},
        {"[::]:65535", {"::", 65'535, {}}},
        {"localhost:80", {"localhost", 80, {}}},
        {"unix:/run/a b.sock", {"", 0, "/run/a b.sock"}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        CHECK(parse_listen_address(row.text) == row.expected);
        CHECK(to_text(row.expected) == row.text);
    }
}

TEST_CASE("what is no address is refused, and named") {
    const auto long_path = "unix:/" + std::string(200, 'a');
    const std::string_view texts[] = {
        "",       "8080",  ":8080",         "a:",      "a:b",    "a:-1", "a:80 ", {"unix:/a\0b", 9},
        "::1:80", "unix:", "unix:app.sock", long_path, "a:65536"};
    for (const auto text : texts) {
        CAPTURE(text);
        const auto parsed = parse_listen_address(text);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().message.contains("is no address: expected"));
    }
}

}  // namespace
}  // namespace shadowdiff::mirror
