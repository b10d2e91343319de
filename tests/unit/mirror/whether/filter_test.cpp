// SPDX-License-Identifier: Apache-2.0
#include "mirror/whether/filter.hpp"

#include "mirror/whether/pattern.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

using Texts = std::vector<std::string_view>;

std::vector<Filter> parsed(const Texts& texts) {
    std::vector<Filter> filters;
    for (const auto text : texts) filters.push_back(parse_filter(text).value());
    return filters;
}

TEST_CASE("a star stands for any text") {
    struct Row {
        std::string_view pattern, text;
        bool expected;
    };
    const Row rows[] = {
        {"", "", true},           {"", "a", false},          {"*", "", true},
        {"*", "abc", true},       {"a*", "abc", true},       {"*c", "abc", true},
        {"a*c", "abc", true},     {"a*c", "ac", true},       {"a*c", "abd", false},
        {"a*b*c", "axbxc", true}, {"a*b*c", "axcxb", false}, {"**", "x", true},
        {"*ab", "aab", true},     {"*aab", "aaab", true},    {"a?c", "abc", false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.pattern);
        CAPTURE(row.text);
        CHECK(matches(row.pattern, row.text) == row.expected);
    }
}

TEST_CASE("a hostile text costs no more than its length times the pattern's") {
    std::string pattern;
    for (int i = 0; i < 500; ++i) pattern += "*a";
    CHECK_FALSE(matches(pattern + "b", std::string(200'000, 'a')));
}

TEST_CASE("filters include and exclude by route, host, header and query") {
    http::Request request;
    request.method = "GET";
    request.target = "/users/7?debug=1&x=&flag&a=b=c";
    request.headers = {{"Host", "API.example.com:8080"}, {"X-Tenant", "acme"}, {"x-tenant", "b"}};
    struct Row {
        Texts include, exclude;
        bool expected;
    };
    const Row rows[] = {
        {{}, {}, true},
        {{"route:GET /users/*"}, {}, true},
        {{"route:/users/*"}, {}, true},
        {{"route:POST /users/*"}, {}, false},
        {{"route:/orders", "route:/users/{id}"}, {}, true},
        {{}, {"route:/users/*"}, false},
        {{"host:api.example.com"}, {}, true},
        {{"host:*.EXAMPLE.com"}, {}, true},
        {{"host:api.example.com:8080"}, {}, false},
        {{"header:x-tenant=acme"}, {}, true},
        {{"header:X-Tenant=b"}, {}, true},
        {{"header:X-Tenant"}, {}, true},
        {{"header:X-Other"}, {}, false},
        {{}, {"header:X-Tenant=acme"}, false},
        {{"query:debug=1"}, {}, true},
        {{"query:debug=2"}, {}, false},
        {{"query:x="}, {}, true},
        {{"query:flag"}, {}, true},
        {{"query:a=b=c"}, {}, true},
        {{"query:7"}, {}, false},
        {{"route:/users/*", "host:other"}, {}, false},
        {{"route:/users/*"}, {"query:debug"}, false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.include.size());
        if (!row.include.empty()) CAPTURE(row.include.front());
        CHECK(passes({parsed(row.include), parsed(row.exclude)}, request, "GET /users/{id}") ==
              row.expected);
    }
}

TEST_CASE("the host of a filter is the client's, also where it is an IPv6 address") {
    http::Request request;
    request.headers = {{"Host", "[::1]:8080"}};
    CHECK(passes({parsed({"host:[::1]"}), {}}, request, "GET /"));
    request.headers.clear();
    CHECK_FALSE(passes({parsed({"host:a"}), {}}, request, "GET /"));
}

TEST_CASE("filters are told as they are written") {
    const auto filters = parsed({"route:GET /a/*", "host:API.test", "header:X-A=1", "query:q"});
    CHECK(to_text(filters) == "route:GET /a/* host:api.test header:X-A=1 query:q=*");
    CHECK(to_text(std::vector<Filter>{}).empty());
}

TEST_CASE("a filter that says nothing is an error that names it") {
    for (const auto* wrong : {"", "users", "route:", "host:", "header:", "header:=x", "Route:/a"}) {
        CAPTURE(wrong);
        const auto filter = parse_filter(wrong);
        REQUIRE_FALSE(filter);
        CHECK(filter.error().message.starts_with('"' + std::string{wrong} + '"'));
    }
    CHECK_FALSE(parse_filter("route:" + std::string(2'000, '*')));
}

}  // namespace
}  // namespace shadowdiff::mirror
