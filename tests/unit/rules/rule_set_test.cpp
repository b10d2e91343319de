// SPDX-License-Identifier: Apache-2.0
#include "rules/rulebook.hpp"
#include "tests/unit/rules/rules_of.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::rules;

TEST_CASE("a rule holds for the exchanges of its scope") {
    const http::Fields headers{{"X-Tenant", "acme"}};
    const Subject subject{"GET /orders/{id}", "API.example.com:8080", "GET", 404, &headers};
    struct Case {
        std::string scope;
        bool holds;
    };
    const Case cases[] = {
        {"", true},
        {"route = 'GET /orders/{id}'", true},
        {"route = 'GET /orders/*'", true},
        {"route = ['GET /x', 'GET /orders/{id}']", true},
        {"route = 'GET /orders'", false},
        {"host = 'api.example.com:*'", true},
        {"host = 'example.com'", false},
        {"method = ['HEAD', 'GET']", true},
        {"method = 'POST'", false},
        {"status = 404", true},
        {"status = '4xx'", true},
        {"status = ['5xx', 200]", false},
        {"header = {x-tenant = 'acme'}", true},
        {"header = {x-tenant = '*'}", true},
        {"header = {x-tenant = 'a'}", false},
        {"header = {x-other = '*'}", false},
        {"method = 'GET'\nstatus = 200", false},
    };
    for (const auto& [scope, holds] : cases) {
        CAPTURE(scope);
        const auto set = test::rules_of({"paths = '$'\naction = 'ignore'\n" + scope});
        CHECK(set.chosen_for(subject).size() == (holds ? 1 : 0));
    }
}

TEST_CASE("wildcards stand for any run of characters") {
    struct Case {
        std::string_view pattern;
        std::string_view text;
        bool matches;
    };
    const Case cases[] = {
        {"", "", true},      {"", "a", false},          {"*", "", true},      {"a*c", "abc", true},
        {"a*c", "ac", true}, {"a*c", "acb", false},     {"*b*", "abc", true}, {"a", "ab", false},
        {"**", "x", true},   {"a*b*c", "aXbYbZc", true}};
    for (const auto& [pattern, text, matches] : cases) {
        CAPTURE(pattern);
        CHECK(matches_wildcard(pattern, text) == matches);
    }
    const std::string hostile(2'000, '*');
    CHECK_FALSE(matches_wildcard(hostile + "b", std::string(20'000, 'a')));
}

TEST_CASE("a rulebook keeps what it made ready, within its bound") {
    auto set =
        std::make_shared<RuleSet>(test::rules_of({"paths='$.a'\naction='ignore'\nmethod='GET'",
                                                  "paths='$.b'\naction='ignore'\nmethod='PUT'"}));
    Rulebook book{set, {.scopes_max = 1}};
    const auto* get = book.rules_for({.method = "GET"});
    REQUIRE(get != nullptr);
    CHECK(book.rules_for({.method = "GET"}) == get);
    CHECK(book.rules_for({.method = "PUT"}) != nullptr);
    CHECK(book.rules_for({.method = "POST"}) == nullptr);
}
