// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/spent_exchanges.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::pipeline;

namespace {

/// Its answer lives as long as it does.
std::weak_ptr<const http::Response> put_one(SpentExchanges& spent, std::size_t bytes) {
    Joined joined{std::make_unique<http::Exchange>(), "GET /a"};
    joined.exchange->answers.resize(1);
    joined.exchange->answers[0].outcome = http::Response{};
    const auto answer = joined.exchange->answers[0].outcome.shared_response();
    spent.put(std::move(joined), bytes);
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

TEST_CASE("as long as nobody comes for them only so many wait") {
    SpentExchanges spent;
    std::vector<std::weak_ptr<const http::Response>> all;
    for (int i = 0; i < 1'000; ++i) all.push_back(put_one(spent, 1'000));
    const auto waiting = std::ranges::count_if(all, [](const auto& one) { return !one.expired(); });
    CHECK(waiting >= 256);
    CHECK(waiting <= 256 + 2 * 64);
    spent.clear();
    CHECK(all.front().expired());
}
