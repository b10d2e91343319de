// SPDX-License-Identifier: Apache-2.0
#include "fixtures/demo/plan.hpp"

#include "tests/unit/demo/findings.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace shadowdiff::demo {

namespace {

bool has_field(const TrafficRequest& request, std::string_view name) {
    return std::ranges::find(request.fields, name, &Field::name) != request.fields.end();
}

template <class Predicate>
double share(const std::vector<TrafficRequest>& plan, Predicate predicate) {
    const auto count = std::ranges::count_if(plan, predicate);
    return static_cast<double>(count) / static_cast<double>(plan.size());
}

std::string text_of(const std::vector<TrafficRequest>& plan) {
    std::string text;
    for (const auto& request : plan) {
        text += request.method + ' ' + request.target + (request.closes ? " closes" : "");
        for (const auto& field : request.fields) text += '\n' + field.name + ": " + field.value;
        text += "\n" + request.body + "\n";
    }
    return text;
}

}  // namespace

TEST_CASE("a plan follows from the seed and the number alone") {
    const auto one = text_of(plan_traffic({.port = 1, .seed = 3, .connections = 1, .rate = 0}));
    const auto same = text_of(plan_traffic({.port = 2, .seed = 3, .connections = 8, .rate = 9}));
    CHECK(one == same);
    CHECK(one != text_of(plan_traffic({.seed = 4})));
}

TEST_CASE("a plan has as many requests as were wanted") {
    for (const std::uint32_t count : {0U, 1U, 50U, 299U, 300U, 301U, 5'000U}) {
        CHECK(plan_traffic({.seed = 1, .requests = count}).size() == count);
    }
}

TEST_CASE("a plan is a mixture of what clients do") {
    for (const std::uint64_t seed : {1U, 2U}) {
        const auto plan = plan_traffic({.seed = seed, .requests = 1'500});
        const auto shop = make_shop({.role = Role::legacy, .seed = 1, .plants = {}});
        Random noise{1};
        const auto is_lost = [&](const TrafficRequest& request) {
            return answer(shop, to_request(request), noise, {}).status == 404;
        };
        const auto posts = share(plan, [](const auto& each) { return each.method == "POST"; });
        const auto heads = share(plan, [](const auto& each) { return each.method == "HEAD"; });
        const auto gzips =
            share(plan, [](const auto& each) { return has_field(each, "Accept-Encoding"); });
        const auto closes = share(plan, [](const auto& each) { return each.closes; });
        const auto losts = share(plan, is_lost);
        CHECK(posts > 0.06);
        CHECK(posts < 0.10);
        CHECK(heads > 0.01);
        CHECK(gzips > 0.7);
        CHECK(gzips < 0.95);
        CHECK(closes > 0.005);
        CHECK(closes < 0.05);
        CHECK(losts > 0.03);
        CHECK(losts < 0.07);
    }
}

TEST_CASE("every route of the shop is asked for") {
    std::set<std::string> routes;
    for (const auto& request : plan_traffic({.seed = 2, .requests = 3'000})) {
        routes.insert(route_of(to_request(request)));
    }
    for (const auto* route :
         {"GET /search", "GET /products/{id}", "HEAD /products/{id}", "GET /products/{id}/reviews",
          "GET /orders/{id}", "POST /orders", "POST /search/saved", "GET /suggest",
          "GET /categories", "GET /session", "GET /health", "GET /export.csv",
          "GET /images/teapot.png", "GET /favicon.ico"}) {
        CAPTURE(route);
        CHECK(routes.contains(route));
    }
    CHECK(routes.size() < 25);
}

TEST_CASE("the requests that tell plants apart stand all over the plan") {
    const auto plan = plan_traffic({.seed = 6, .requests = 6'000});
    const auto is_telling = [](const TrafficRequest& each) {
        return each.target == "/suggest?q=50%25";
    };
    const auto first = std::ranges::find_if(plan, is_telling) - plan.begin();
    const auto last =
        std::ranges::find_if(plan.rbegin(), plan.rend(), is_telling).base() - plan.begin();
    CHECK(last - first > 1'000);
}

TEST_CASE("credentials are part of the traffic, so that their redaction can be seen") {
    const auto plan = plan_traffic({.seed = 5, .requests = 3'000});
    CHECK(share(plan, [](const auto& each) { return has_field(each, "Authorization"); }) > 0.03);
    CHECK(share(plan, [](const auto& each) { return has_field(each, "Cookie"); }) > 0.3);
    CHECK(share(plan, [](const auto& each) {
              return each.target.find("?token=") != std::string::npos;
          }) > 0.002);
}

}  // namespace shadowdiff::demo
