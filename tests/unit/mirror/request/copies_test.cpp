// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/copies.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

TEST_CASE("a copy gets its original's host back, and nothing else changes") {
    struct Row {
        std::string_view host, expected;
    };
    const Row rows[] = {
        {"tea.test-shadow", "tea.test"},
        {"tea.test-shadow:8080", "tea.test:8080"},
        {"tea-shadow-shadow", "tea-shadow"},
        {"[::1]-shadow:80", "[::1]:80"},
        {"[::1]-shadow", "[::1]"},
        {"tea.test", "tea.test"},
        {"tea.test:80", "tea.test:80"},
        {"tea-shadow.test", "tea-shadow.test"},
        {"tea.test:80-shadow", "tea.test:80-shadow"},
        {"-shadow", "-shadow"},
        {"-shadow:80", "-shadow:80"},
        {"", ""},
        {":", ":"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.host);
        http::Request copy;
        copy.target = "/a-shadow";
        copy.headers = {{"X-Host", "a-shadow"}, {"hOST", std::string{row.host}}};
        undo_copying(copy);
        CHECK(copy.target == "/a-shadow");
        CHECK(copy.headers[0].value == "a-shadow");
        CHECK(copy.headers[1].value == row.expected);
    }
}

}  // namespace
}  // namespace shadowdiff::mirror
