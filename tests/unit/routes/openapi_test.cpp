// SPDX-License-Identifier: Apache-2.0
#include "routes/openapi.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>

using namespace shadowdiff::routes;

TEST_CASE("each route of an OpenAPI description has the line that declares it") {
    const auto lines = openapi_lines(
        "openapi: 3.0.0\n"
        "servers: [{url: https://api.example.com/v1}]\n"
        "paths:\n"
        "  /users/{id}:\n"
        "    get: {}\n"
        "    post:\n"
        "      summary: x\n");
    REQUIRE(lines.has_value());
    CHECK(*lines ==
          std::map<std::string, int>{{"GET /v1/users/{id}", 5}, {"POST /v1/users/{id}", 6}});
    CHECK_FALSE(openapi_lines("paths: [").has_value());
    CHECK_FALSE(openapi_lines("").has_value());
}
