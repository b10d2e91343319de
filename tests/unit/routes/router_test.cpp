// SPDX-License-Identifier: Apache-2.0
#include "routes/router.hpp"

#include "routes/openapi.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

using namespace shadowdiff;
using namespace shadowdiff::routes;

namespace {

std::vector<Template> templates(std::initializer_list<std::string_view> texts) {
    std::vector<Template> all;
    for (const auto text : texts) all.push_back(parse_template(text).value());
    return all;
}

http::Response answer(std::string body, std::uint16_t status = 200) {
    http::Response response;
    response.status = status;
    response.headers = {{"Content-Type", "application/json"}};
    response.body = http::make_body(std::move(body));
    return response;
}

std::string ask(Router& router, const std::string& target, const http::Response& response) {
    auto route = router.route("GET", "a", target);
    router.learn(target, response);
    return route;
}

const auto product = answer(R"({"name": "x", "price": 1})");

}  // namespace

TEST_CASE("declared routes come first, words before variables, pins before all") {
    Router router{templates({"GET /users/{name}/card"}),
                  templates({"/users/{id}", "GET /users/me", "POST /users/{id}",
                             "GET /files/report-{date}.pdf", "GET /users/{id}/{tab}"})};
    struct Row {
        std::string_view target;
        std::string_view route;
    };
    for (const Row row : {
             Row{"/users/me", "GET /users/me"},
             Row{"/users/bob", "GET /users/{id}"},
             Row{"/users/17?full=1", "GET /users/{id}"},
             Row{"/users/17/card", "GET /users/{name}/card"},
             Row{"/users/17/orders", "GET /users/{id}/{tab}"},
             Row{"/files/report-2024.pdf", "GET /files/report-{date}.pdf"},
             Row{"/files/report-.pdf", "GET /files/report-.pdf"},
             Row{"/users/", "GET /users/"},
             Row{"/else/17", "GET /else/{id}"},
         }) {
        CAPTURE(row.target);
        CHECK(router.route("GET", "a", row.target) == row.route);
    }
}

TEST_CASE("a route has its host once several were seen") {
    Router router{templates({"GET /health", "GET pinned.example/x"}), {}};
    CHECK(router.route("GET", "A.example", "/x") == "GET /x");
    CHECK(router.route("GET", "a.example:80", "/x") == "GET /x");
    CHECK(router.route("GET", "b.example", "/x/1") == "GET b.example/x/{id}");
    CHECK(router.route("GET", "a.example", "/x") == "GET a.example/x");
    CHECK(router.route("GET", "b.example", "/health") == "GET /health");
    CHECK(router.route("GET", "pinned.example", "/x") == "GET pinned.example/x");
    CHECK(router.route("GET", "\x1b[31m", "/x") == "GET (other)/x");
    CHECK(router.route("OPTIONS", "b.example", "*") == "OPTIONS *");
}

TEST_CASE("what was declared and never asked is known, also behind a pin") {
    Router router{templates({"GET /api/{all}"}),
                  templates({"GET /api/{id}", "GET /users/{id}", "GET /users/me", "POST /users"})};
    router.route("GET", "a", "/api/7");
    router.route("GET", "a", "/users/7");
    CHECK(router.never_asked() ==
          std::vector<KnownRoute>{{"GET /users/me", RouteOrigin::openapi, 0},
                                  {"POST /users", RouteOrigin::openapi, 0}});
    router.route("GET", "b", "/users/me");
    router.route("POST", "b", "/users");
    CHECK(router.never_asked().empty());
}

TEST_CASE("hosts beyond the bound are one") {
    Router router{{}, {}, {.hosts_max = 2}};
    for (const char* host : {"a", "b", "c"}) router.route("GET", host, "/");
    CHECK(router.route("GET", "d", "/") == "GET (other)/");
}

TEST_CASE("a place of many words that are answered alike takes what is minted") {
    Router router;
    for (int i = 0; i < 24; ++i) {
        const auto target = fmt::format("/products/lamp{}", static_cast<char>('a' + i));
        CHECK(ask(router, target, product) == "GET " + target);
    }
    CHECK(router.route("GET", "a", "/products/desk") == "GET /products/{id}");
    CHECK(router.route("GET", "a", "/products") == "GET /products");
    CHECK(router.routes().back() == KnownRoute{"GET /products/{id}", RouteOrigin::learnt, 1});
}

TEST_CASE(
    "two names are no variable, nor are many that are answered otherwise or again and again") {
    Router few;
    for (int i = 0; i < 200; ++i) ask(few, i % 2 == 0 ? "/users/me" : "/users/search", product);
    CHECK(few.route("GET", "a", "/users/me") == "GET /users/me");

    Router unlike;
    for (int i = 0; i < 100; ++i) {
        ask(unlike, fmt::format("/api/thing{}", static_cast<char>('a' + i % 26)),
            answer(fmt::format(R"({{"member{}": 1}})", i % 26)));
    }
    CHECK(unlike.route("GET", "a", "/api/thingb") == "GET /api/thingb");

    Router old;
    for (int i = 0; i < 1000; ++i) {
        ask(old, fmt::format("/menu/item{}", static_cast<char>('a' + i % 12)), product);
    }
    for (int i = 0; i < 12; ++i) {
        ask(old, fmt::format("/menu/more{}", static_cast<char>('a' + i)), product);
    }
    CHECK(old.route("GET", "a", "/menu/itema") == "GET /menu/itema");
}

TEST_CASE("a name among what is minted stays a name") {
    Router router;
    for (int i = 0; i < 30; ++i) {
        ask(router, fmt::format("/products/lamp{}", static_cast<char>('a' + i % 26)), product);
        ask(router, "/products/search", answer(R"({"hits": []})"));
    }
    CHECK(router.route("GET", "a", "/products/sofa") == "GET /products/{id}");
    CHECK(router.route("GET", "a", "/products/search") == "GET /products/search");
}

TEST_CASE("what varies at the end of a path does not hide what varies before it") {
    Router router;
    for (int shop = 0; shop < 26; ++shop) {
        for (int item = 0; item < 26; ++item) {
            ask(router,
                fmt::format("/shop{}/item{}", static_cast<char>('a' + shop),
                            static_cast<char>('a' + item)),
                product);
        }
    }
    CHECK(router.route("GET", "a", "/shopx/desk") == "GET /{id}/{id}");
}

TEST_CASE("what is no route is refused") {
    for (const char* text : {"", "users", "GET users", "GET /a b", "GET /a?b", "GET /{", "GET /}",
                             "GET /{}", "GET /{a}{b}", "GET /a{b}c}"}) {
        CAPTURE(std::string{text});
        CHECK_FALSE(parse_template(text).has_value());
    }
}

TEST_CASE("OpenAPI descriptions declare routes, in JSON and in YAML") {
    constexpr auto json = R"({
	"openapi": "3.0.3", "servers": [{"url": "https://api.example.com/v1/"}],
	"paths": {"/users/{id}": {"parameters": [], "get": {}, "delete": {}}, "x-own": 1,
	          "/users/me": {"get": {}}}})";
    constexpr auto yaml = R"(
openapi: 3.1.0
servers:
  - url: /v1
paths:
  /users/{id}:
    parameters: []
    get: {responses: {}}
    delete: {}
  /users/me:
    get:
      summary: "one's own"
)";
    for (const char* text : {json, yaml}) {
        const auto read = read_openapi(text);
        REQUIRE(read.has_value());
        CHECK(read->size() == 3);
        Router router{{}, *read};
        CHECK(router.route("GET", "a", "/v1/users/me") == "GET /v1/users/me");
        CHECK(router.route("GET", "a", "/v1/users/bob") == "GET /v1/users/{id}");
        CHECK(router.route("PUT", "a", "/v1/users/bob") == "PUT /v1/users/bob");
        CHECK(router.route("GET", "a", "/users/bob") == "GET /users/bob");
    }
}

TEST_CASE("what is no OpenAPI description is told so") {
    struct Row {
        const char* text;
        const char* error;
    };
    for (const Row row :
         {Row{"", "it is no OpenAPI description: it has no \"paths\""},
          Row{"[1, 2]", "it is no OpenAPI description: it has no \"paths\""},
          Row{"a: [", "line 1, column 1: end of sequence flow not found"},
          Row{"openapi: 3.0.0", "it is no OpenAPI description: it has no \"paths\""},
          Row{"paths: {\"/{a}{b}\": {get: {}}}", "\"{a}{b}\" is no part of a path"}}) {
        CAPTURE(std::string{row.text});
        const auto read = read_openapi(row.text);
        REQUIRE_FALSE(read.has_value());
        CAPTURE(read.error().message);
        CHECK(read.error().message.starts_with(row.error));
    }
    const auto many =
        read_openapi("paths: {/a: {get: {}, put: {}}, /b: {get: {}}}", {.templates_max = 2});
    CHECK_FALSE(many.has_value());
}

TEST_CASE("a description nested without end is refused, not followed") {
    const std::string deep = "paths: " + std::string(100'000, '[');
    CHECK_FALSE(read_openapi(deep).has_value());
}
