// SPDX-License-Identifier: Apache-2.0
#include "pipeline/kept_run/smallest_request.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace shadowdiff;
using pipeline::smallest_request;

namespace {

http::Request whole() {
    http::Request request;
    request.method = "GET";
    request.target = "/teas?a=1&b=2&c=3&d=4";
    request.headers = {{"Accept", "x"}, {"Host", "shop.example"}, {"X-A", "1"}, {"X-B", "2"}};
    return request;
}

bool has_header(const http::Request& request, std::string_view name) {
    return http::find(request.headers, name) != nullptr;
}

}  // namespace

TEST_CASE("what the difference does not need is taken out, and nothing else") {
    const auto smallest = smallest_request(whole(), [](const http::Request& request) {
        return request.target.contains("b=2") && request.target.contains("d=4") &&
               has_header(request, "X-A");
    });
    CHECK(smallest.request.target == "/teas?b=2&d=4");
    CHECK(smallest.request.headers == http::Fields{{"Host", "shop.example"}, {"X-A", "1"}});
    CHECK(smallest.taken_out ==
          std::vector<std::string>{"query a=1", "query c=3", "header Accept", "header X-B"});
}

TEST_CASE("a difference that needs nothing is left with the path and Host, after one question") {
    const auto smallest = smallest_request(whole(), [](const http::Request&) { return true; });
    CHECK(smallest.request.target == "/teas");
    CHECK(smallest.request.headers == http::Fields{{"Host", "shop.example"}});
    CHECK(smallest.asked == 1);
}

TEST_CASE("one that needs everything stays whole, within the bound on questions") {
    const auto never = [](const http::Request&) { return false; };
    const auto smallest = smallest_request(whole(), never);
    CHECK(smallest.request == whole());
    CHECK(smallest.taken_out.empty());
    CHECK(smallest_request(whole(), never, 3).asked == 3);
}

TEST_CASE("a request without parts is as it was, and nobody is asked") {
    http::Request bare;
    bare.method = "GET";
    bare.target = "/";
    const auto smallest = smallest_request(bare, [](const http::Request&) { return true; });
    CHECK(smallest.request == bare);
    CHECK(smallest.asked == 0);
}
