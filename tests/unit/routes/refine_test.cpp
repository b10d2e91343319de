// SPDX-License-Identifier: Apache-2.0
#include "routes/router.hpp"

#include <doctest/doctest.h>

#include <string_view>

using namespace shadowdiff;
using routes::Router;

TEST_CASE("the path of an operation is refined by its name") {
    const Router router;
    struct Row {
        const char* name;
        const char* method;
        const char* target;
        const char* type;
        const char* body;
        const char* route;
    };
    const Row rows[] = {
        {"a named query", "POST", "/graphql", "application/json",
         R"({"query": "query GetUser($id: ID!) { user(id: $id) { name } }"})", "r#GetUser"},
        {"the operation's name", "POST", "/api/graphql", "application/json",
         R"({"operationName": "B", "query": "query A { a } query B { b }"})", "r#B"},
        {"a mutation without a name", "POST", "/graphql", "application/json",
         R"({"query": "mutation { drop }"})", "r#mutation"},
        {"a query without anything", "POST", "/graphql", "application/json",
         R"({"query": "{ me { id } }"})", "r#query"},
        {"a query as it is", "POST", "/graphql", "application/graphql", "# all\nquery All { a }",
         "r#All"},
        {"a query in the target", "GET", "/graphql?query=%7Ba%7D&operationName=A", "", "", "r#A"},
        {"several at once", "POST", "/graphql", "application/json", R"([{"query": "{a}"}])",
         "r#batch"},
        {"a hostile name", "POST", "/graphql", "application/json",
         R"({"operationName": "\u001b[31m", "query": "{a}"})", "r#query"},
        {"JSON-RPC", "POST", "/rpc", "application/json",
         R"({"jsonrpc": "2.0", "method": "account.get", "id": 1})", "r#account.get"},
        {"JSON-RPC in a batch", "POST", "/rpc", "application/json",
         R"([{"jsonrpc": "2.0", "method": "a", "id": 1}])", "r#batch"},
        {"JSON that is no call", "POST", "/rpc", "application/json", R"({"method": "a"})", "r"},
        {"no JSON", "POST", "/rpc", "application/json", R"({"jsonrpc)", "r"},
        {"gRPC", "POST", "/shop.v1.Orders/Get00000000000000000001", "application/grpc+proto", "",
         "POST /shop.v1.Orders/Get00000000000000000001"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        http::Request request;
        request.method = row.method;
        request.target = row.target;
        request.headers = {{"Content-Type", row.type}};
        request.body = http::make_body(row.body);
        CHECK(router.refine("r", request) == row.route);
    }
}

TEST_CASE("no operation that is a secret is shown") {
    const Router router{{}, {}, {}, [](std::string_view before, std::string_view part) {
                            return part.contains("key") || before == "token";
                        }};
    http::Request request;
    request.method = "POST";
    request.target = "/graphql";
    request.headers = {{"Content-Type", "application/json"}};
    request.body = http::make_body(R"({"operationName": "a_key", "query": "{a}"})");
    CHECK(router.refine("r", request) == "r#{id}");
    request.headers = {{"Content-Type", "application/grpc"}};
    request.target = "/token/abc";
    CHECK(router.refine("r", request) == "r");
    request.target = "/shop.Prices/Get";
    CHECK(router.refine("r", request) == "POST /shop.Prices/Get");
}
