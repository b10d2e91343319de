// SPDX-License-Identifier: Apache-2.0
#include "diff/census.hpp"

#include "normalise/normalise.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace shadowdiff;

namespace {

std::vector<std::uint64_t> census_of(std::string body, diff::CensusLimits limits = {}) {
    http::Response response;
    response.status = 200;
    response.headers = {{"Content-Type", "application/json"}, {"X-Shelf", "3"}};
    response.body = http::make_body(std::move(body));
    return diff::census(normalise::to_document(response), limits);
}

bool has(const std::vector<std::uint64_t>& census, std::string_view pattern) {
    return std::ranges::binary_search(census, diff::census_key(pattern));
}

}  // namespace

TEST_CASE("a census has every place under the name that differences give it") {
    const auto census = census_of(R"({"a": [{"b": 1}, {"c": null}], "d\u0065": {}, "x y": 2})");
    for (const char* pattern : {"status", "body", "headers.x-shelf", "headers.content-type", "$",
                                "$.a", "$.a[*]", "$.a[*].b", "$.a[*].c", "$.de", "$['x y']"}) {
        CAPTURE(std::string{pattern});
        CHECK(has(census, pattern));
    }
    for (const char* pattern : {"$.b", "$.a[0]", "$.de.x", "headers.x-other"}) {
        CAPTURE(std::string{pattern});
        CHECK_FALSE(has(census, pattern));
    }
    CHECK(std::ranges::is_sorted(census));
    CHECK(std::ranges::adjacent_find(census) == census.end());
}

TEST_CASE("a census stops at its bound") {
    std::string list = "[";
    for (int i = 0; i < 1000; ++i) list += R"({"k)" + std::to_string(i) + "\":1},";
    list += "0]";
    CHECK(census_of(list, {.nodes_max = 100}).size() < 120);
    CHECK(census_of(list).size() > 1000);
}

TEST_CASE("what is no JSON has only its envelope") {
    const auto census = census_of("plain");
    CHECK(has(census, "body"));
    CHECK_FALSE(has(census, "$"));
}
