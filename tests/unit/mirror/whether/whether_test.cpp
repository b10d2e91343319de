// SPDX-License-Identifier: Apache-2.0
#include "mirror/whether/whether.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

using enum http::Leg;
using Legs = std::vector<http::Leg>;

http::Exchange exchange_with(std::string method, http::Fields headers = {}) {
    http::Exchange made;
    made.request.method = std::move(method);
    made.request.target = "/orders";
    made.request.headers = std::move(headers);
    return made;
}

Choice choose_for(const http::Exchange& of, const WhetherOptions& options = {},
                  const Legs& legs = {candidate}) {
    return choose(options, of, of.request.method + " /orders", legs);
}

TEST_CASE("what must not be sent again is excluded with its reason") {
    struct Row {
        std::string_view name;
        http::Exchange exchange;
        Reason expected;
    };
    const Row rows[] = {
        {"GET", exchange_with("GET"), Reason::none},
        {"HEAD", exchange_with("HEAD"), Reason::none},
        {"OPTIONS", exchange_with("OPTIONS"), Reason::none},
        {"TRACE has nothing to compare", exchange_with("TRACE"), Reason::unsafe_method},
        {"POST", exchange_with("POST"), Reason::unsafe_method},
        {"DELETE", exchange_with("DELETE"), Reason::unsafe_method},
        {"methods compare with case", exchange_with("get"), Reason::unsafe_method},
        {"unknown method", exchange_with("BREW"), Reason::unsafe_method},
        {"our own", exchange_with("GET", {{"Shadowdiff-Run", "r1"}}), Reason::own_traffic},
        {"our own in lower case", exchange_with("GET", {{"shadowdiff-run", ""}}),
         Reason::own_traffic},
        {"our own before all", exchange_with("CONNECT", {{"Shadowdiff-Run", "r"}}),
         Reason::own_traffic},
        {"CONNECT", exchange_with("CONNECT"), Reason::upgrade},
        {"upgrade", exchange_with("GET", {{"upgrade", "websocket"}}), Reason::upgrade},
        {"unsafe upgrade", exchange_with("POST", {{"Upgrade", "tls"}}), Reason::upgrade},
        {"an offer of h2c", exchange_with("GET", {{"Upgrade", "h2c"}}), Reason::none},
        {"an offer of h2c twice", exchange_with("GET", {{"Upgrade", "h2c"}, {"upgrade", "H2C"}}),
         Reason::none},
        {"unsafe, with an offer of h2c", exchange_with("POST", {{"Upgrade", "h2c"}}),
         Reason::unsafe_method},
        {"h2c among others", exchange_with("GET", {{"Upgrade", "h2c, websocket"}}),
         Reason::upgrade},
        {"other versions", exchange_with("GET", {{"Upgrade", "h2c/2"}}), Reason::upgrade},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(choose_for(row.exchange).reason == row.expected);
    }
}

TEST_CASE("an unsafe method goes only where it was allowed by name") {
    MethodPolicy post;
    post.to_candidate = {"POST"};
    MethodPolicy both = post;
    both.resends_to_legacy = true;
    MethodPolicy resend_alone;
    resend_alone.resends_to_legacy = true;
    MethodPolicy one_route;
    one_route.routes_to_candidate = {"POST /ord*"};
    MethodPolicy other_route;
    other_route.routes_to_candidate = {"POST /users", "PUT /orders"};
    struct Row {
        std::string_view name;
        MethodPolicy policy;
        std::string_view method;
        Legs configured, expected;
    };
    const Row rows[] = {
        {"nothing is allowed", {}, "POST", {candidate, secondary}, {}},
        {"the candidate alone", post, "POST", {candidate, secondary}, {candidate}},
        {"another method", post, "PUT", {candidate}, {}},
        {"safe methods go everywhere", post, "GET", {candidate, secondary}, {candidate, secondary}},
        {"nothing to compare with", post, "POST", {legacy, candidate}, {}},
        {"both permissions", both, "POST", {legacy, candidate}, {legacy, candidate}},
        {"the second alone permits nothing", resend_alone, "POST", {legacy, candidate}, {}},
        {"a route", one_route, "POST", {candidate, secondary}, {candidate}},
        {"other routes", other_route, "POST", {candidate}, {}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        WhetherOptions options;
        options.methods = row.policy;
        const auto choice =
            choose_for(exchange_with(std::string{row.method}), options, row.configured);
        CHECK(choice.legs == row.expected);
        CHECK(choice.reason == (row.expected.empty() ? Reason::unsafe_method : Reason::none));
    }
}

TEST_CASE("a permission for a route is none for a path that may lead to another one") {
    struct Row {
        std::string_view target;
        bool is_sent;
    };
    const Row rows[] = {
        {"/orders/1", true},
        {"/orders/", true},
        {"/orders/1?to=/../x//y", true},
        {"/orders/.hidden", true},
        {"/orders/..x", true},
        {"/orders/1%2e5", true},
        {"/orders/100%", true},
        {"/orders/%zz", true},
        {"/orders/1;v=2/items", true},
        {"http://a.test/orders/1", true},
        {"/orders/../admin", false},
        {"/orders/./1", false},
        {"/orders/..", false},
        {"/orders/%2e%2e/admin", false},
        {"/orders/.%2E/admin", false},
        {"/orders/..%2fadmin", false},
        {"/orders/..%5Cadmin", false},
        {"/orders/..\\admin", false},
        {"/orders/..;x/admin", false},
        {"/orders//admin", false},
        {"//orders/1", false},
        {"/orders/1#/../../admin", false},
        {"http://a.test/orders/../admin", false},
    };
    WhetherOptions by_route;
    by_route.methods.routes_to_candidate = {"POST /orders/*"};
    WhetherOptions by_method;
    by_method.methods.to_candidate = {"POST"};
    for (const auto& row : rows) {
        CAPTURE(row.target);
        auto exchange = exchange_with("POST");
        exchange.request.target = row.target;
        const auto reason = choose(by_route, exchange, "POST /orders/x", {candidate}).reason;
        CHECK(reason == (row.is_sent ? Reason::none : Reason::unsafe_method));
        CHECK(choose(by_method, exchange, "POST /orders/x", {candidate}).reason == Reason::none);
        exchange.request.method = "GET";
        CHECK(choose(by_route, exchange, "GET /orders/x", {candidate}).reason == Reason::none);
    }
}

TEST_CASE("what the run is not about is excluded before its method is looked at") {
    WhetherOptions options;
    options.filters.exclude = {{Filter::On::route, "", "/orders"}};
    CHECK(choose_for(exchange_with("POST"), options).reason == Reason::filter);
    options = {};
    options.sampling.rate = 1e-18;
    CHECK(choose_for(exchange_with("POST"), options).reason == Reason::sampling);
}

TEST_CASE("a body that was not kept whole cannot be sent again") {
    auto cut = exchange_with("GET");
    cut.request.body = http::make_body("12345");
    CHECK(choose_for(cut).reason == Reason::none);
    cut.request.body.length = 6;
    CHECK(choose_for(cut).reason == Reason::request_body_limit);
}

TEST_CASE("methods and routes are allowed by their exact names") {
    CHECK(parse_method("POST") == "POST");
    CHECK(parse_method("M-SEARCH") == "M-SEARCH");
    for (const auto* wrong : {"", "post", "PO ST", "POST,PUT", "P\n"}) {
        CHECK_FALSE(parse_method(wrong));
    }
    CHECK(parse_unsafe_route("POST /orders/*") == "POST /orders/*");
    for (const auto* wrong : {"", "POST", "/orders", "post /orders", "POST orders", " /x"}) {
        CHECK_FALSE(parse_unsafe_route(wrong));
    }
}

TEST_CASE("where the answers are recorded nobody need be asked, and the run's own limits hold") {
    WhetherOptions recorded;
    recorded.answers_are_recorded = true;
    CHECK(choose_for(exchange_with("POST"), recorded, {}) == Choice{});
    CHECK(choose_for(exchange_with("POST"), recorded, {secondary}) == Choice{});
    CHECK(choose_for(exchange_with("GET"), recorded, {secondary}).legs == Legs{secondary});
    auto cut = exchange_with("GET");
    cut.request.body.length = 1;
    CHECK(choose_for(cut, recorded, {secondary}) == Choice{});
    CHECK(choose_for(exchange_with("CONNECT"), recorded, {}).reason == Reason::upgrade);
    recorded.sampling.rate = 0;
    CHECK(choose_for(exchange_with("GET"), recorded, {}).reason == Reason::sampling);
    CHECK(choose_for(exchange_with("GET"), {}, {}).reason == Reason::not_asked);
}

TEST_CASE("the run's row tells the method policy") {
    MethodPolicy policy;
    CHECK(to_text(policy) == "safe methods only");
    policy.to_candidate = {"POST"};
    policy.routes_to_candidate = {"PUT /a"};
    CHECK(to_text(policy) == "safe methods; POST, PUT /a to the candidate");
    policy.resends_to_legacy = true;
    CHECK(to_text(policy) == "safe methods; POST, PUT /a to every leg");
}

}  // namespace
}  // namespace shadowdiff::mirror
