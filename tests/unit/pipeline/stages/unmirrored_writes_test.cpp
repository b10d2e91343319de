// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/unmirrored_writes.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

http::Request request_for(std::string target, std::string host = "a.test") {
    http::Request request;
    request.target = std::move(target);
    request.headers = {{"Host", std::move(host)}};
    return request;
}

http::Exchange exchange_of(http::Request request, std::uint16_t legacy, std::uint16_t candidate) {
    http::Exchange exchange;
    exchange.request = std::move(request);
    for (const auto& [leg, status] :
         {std::pair{http::Leg::legacy, legacy}, {http::Leg::candidate, candidate}}) {
        http::Answer answer;
        answer.leg = leg;
        http::Response response;
        response.status = status;
        answer.outcome = std::move(response);
        exchange.answers.push_back(std::move(answer));
    }
    return exchange;
}

TEST_CASE("a resource that one leg has alone is explained by a write at or above it") {
    struct Row {
        const char* target;
        std::uint16_t legacy;
        std::uint16_t candidate;
        bool is_explained;
    };
    const Row rows[] = {
        {"/orders/5", 200, 404, true},  {"/orders/5/items?page=2", 200, 410, true},
        {"/orders", 201, 404, true},    {"/orders/5", 404, 200, false},
        {"/orders/5", 200, 500, false}, {"/orders/5", 200, 200, false},
        {"/orders/5", 404, 404, false}, {"/ordersets/5", 200, 404, false},
        {"/users/5", 200, 404, false},  {"/", 200, 404, false},
    };
    UnmirroredWrites writes;
    writes.add(request_for("/orders/?notify=1"));
    for (const auto& row : rows) {
        CAPTURE(row.target);
        CHECK(writes.explain(exchange_of(request_for(row.target), row.legacy, row.candidate)) ==
              row.is_explained);
    }
    CHECK_FALSE(writes.explain(exchange_of(request_for("/orders/5", "b.test"), 200, 404)));
}

TEST_CASE("what legacy has no more is explained by a DELETE alone") {
    UnmirroredWrites writes;
    auto gone = request_for("/orders/5");
    gone.method = "DELETE";
    writes.add(gone);
    CHECK(writes.explain(exchange_of(request_for("/orders/5"), 404, 200)));
    CHECK_FALSE(writes.explain(exchange_of(request_for("/orders/5"), 200, 404)));
    CHECK_FALSE(writes.explain(exchange_of(request_for("/orders/6"), 404, 200)));
}

TEST_CASE("a write to the root explains nothing, and what is remembered is bounded") {
    UnmirroredWrites writes;
    for (const char* root : {"/", "//", "/?a=1"}) writes.add(request_for(root));
    CHECK_FALSE(writes.explain(exchange_of(request_for("/a"), 200, 404)));
    for (int i = 0; i < 2'000; ++i) writes.add(request_for("/w" + std::to_string(i)));
    CHECK_FALSE(writes.explain(exchange_of(request_for("/w0/1"), 200, 404)));
    CHECK(writes.explain(exchange_of(request_for("/w1999/1"), 200, 404)));
}

}  // namespace
}  // namespace shadowdiff::pipeline
