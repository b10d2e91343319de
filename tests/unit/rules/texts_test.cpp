// SPDX-License-Identifier: Apache-2.0
#include "rules/texts.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff::rules;

TEST_CASE("a host is replaced where it is one") {
    const MapHost hosts{"old.example", "new.example:81"};
    struct Case {
        std::string_view text;
        std::string_view mapped;
    };
    const Case cases[] = {
        {"https://old.example/a?b=old.example", "https://new.example:81/a?b=old.example"},
        {"https://OLD.example", "https://new.example:81"},
        {"https://user@old.example:8443/", "https://user@new.example:81:8443/"},
        {"old.example", "new.example:81"},
        {"https://old.example.org/", "https://old.example.org/"},
        {"https://bold.example/", "https://bold.example/"},
        {"see //old.example and https://old.example/x",
         "see //new.example:81 and https://new.example:81/x"},
        {"", ""},
    };
    for (const auto& [text, mapped] : cases) CHECK(with_host(text, hosts) == mapped);
}

TEST_CASE("white space is one space, and none at the ends") {
    CHECK(with_single_spaces("\t a \r\n b  ") == "a b");
    CHECK(with_single_spaces(" \n ").empty());
    CHECK(with_single_spaces("a b") == "a b");
}
