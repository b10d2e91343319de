// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/spent_exchanges.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff;
using namespace shadowdiff::pipeline;

namespace {

/// Its answer lives as long as it does.
std::weak_ptr<const http::Response> put_one(SpentExchanges& spent, std::size_t bytes) {
    auto exchange = std::make_unique<http::Exchange>();
    exchange->answers.resize(1);
    exchange->answers[0].outcome = http::Response{};
    std::weak_ptr<const http::Response> answer = exchange->answers[0].outcome.shared_response();
    spent.put(std::move(exchange), bytes);
    return answer;
}

}  // namespace

TEST_CASE("small exchanges wait for the thread that made them, long ones are gone at once") {
    SpentExchanges spent;
    CHECK(put_one(spent, 1 << 20).expired());
    std::vector<std::weak_ptr<const http::Response>> small;
    for (int i = 0; i < 64; ++i) small.push_back(put_one(spent, 1'000));
    for (const auto& one : small) CHECK_FALSE(one.expired());
    spent.clear();
    for (const auto& one : small) CHECK(one.expired());
    spent.clear();
}

TEST_CASE("as long as nobody comes for them the older ones are given up") {
    SpentExchanges spent;
    const auto first = put_one(spent, 1'000);
    for (int i = 0; i < 200; ++i) put_one(spent, 1'000);
    CHECK(first.expired());
}
