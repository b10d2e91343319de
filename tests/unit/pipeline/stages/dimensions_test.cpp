// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/dimensions.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace shadowdiff;
using pipeline::Dimensions;

namespace {

using DimensionRows = std::vector<store::DimensionRow>;

http::Exchange asked_with(http::Fields request, http::Fields legacy) {
    http::Exchange one;
    one.request.headers = std::move(request);
    http::Response response;
    response.headers = std::move(legacy);
    http::Answer answer;
    answer.outcome = std::move(response);
    one.answers = {std::move(answer)};
    return one;
}

DimensionRows rows_of(Dimensions& dimensions, std::string_view dimension) {
    auto rows = dimensions.take();
    std::erase_if(rows, [&](const auto& row) { return row.dimension != dimension; });
    return rows;
}

}  // namespace

TEST_CASE("each request counts once in each dimension, and where it was judged") {
    Dimensions dimensions;
    const auto one = asked_with({{"Host", "Shop.test"},
                                 {"User-Agent", "curl/8.5.0 (x86_64)"},
                                 {"Content-Type", "Application/JSON; charset=utf-8"}},
                                {{"Content-Type", "text/html"}});
    dimensions.note(one, true);
    dimensions.note(one, false);
    auto other = asked_with({{"Host", "b.test"}, {"User-Agent", "okhttp/4.9"}}, {});
    other.answers.clear();
    dimensions.note(other, false);
    CHECK(dimensions.take() == DimensionRows{{"request_type", "(none)", 1, 0},
                                             {"request_type", "application/json", 2, 1},
                                             {"answer_type", "text/html", 2, 1},
                                             {"tenant", "b.test", 1, 0},
                                             {"tenant", "shop.test", 2, 1},
                                             {"client", "curl/8.5.0", 2, 1},
                                             {"client", "okhttp/4.9", 1, 0}});
    CHECK(dimensions.take().empty());
}

TEST_CASE("what could not be written is part of the next again") {
    Dimensions dimensions;
    const auto one = asked_with({{"Host", "a"}}, {});
    dimensions.note(one, true);
    const auto lost = dimensions.take();
    dimensions.put_back(lost);
    dimensions.note(one, false);
    CHECK(rows_of(dimensions, "tenant") == DimensionRows{{"tenant", "a", 2, 1}});
    dimensions.put_back(lost);
    CHECK(rows_of(dimensions, "client") == DimensionRows{{"client", "(none)", 1, 1}});
}

TEST_CASE("values beyond the bound are counted together") {
    Dimensions dimensions{{.values_max = 2}};
    for (int i = 0; i < 5'000; ++i) {
        dimensions.note(asked_with({{"Host", fmt::format("h{}", i)}}, {}), true);
    }
    dimensions.note(asked_with({{"Host", "h1"}}, {}), true);
    CHECK(rows_of(dimensions, "tenant") == DimensionRows{{"tenant", "(other)", 4'998, 4'998},
                                                         {"tenant", "h0", 1, 1},
                                                         {"tenant", "h1", 2, 2}});
}

TEST_CASE("a tenant's header can be any, and no secret of it is kept") {
    const std::string key = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";
    for (const auto* header : {"X-Api-Key", "X-Tenant"}) {
        CAPTURE(header);
        Dimensions dimensions{{.redact = {}, .tenant_header = header}};
        dimensions.note(asked_with({{header, key}}, {}), true);
        const auto rows = rows_of(dimensions, "tenant");
        REQUIRE(rows.size() == 1);
        CHECK(rows[0].value.starts_with("redacted:"));
        CHECK(rows[0].value.find(key) == std::string::npos);
    }
}

TEST_CASE("what is a secret elsewhere in the exchange is one here") {
    const std::string secret = "Zq7Lk2Vb9Xw4Ns8Tp1Rm6Yd3Hf5";
    Dimensions dimensions{{.redact = {}, .tenant_header = "X-Tenant"}};
    dimensions.note(asked_with({{"Authorization", "Bearer " + secret},
                                {"X-Tenant", secret},
                                {"User-Agent", secret + "/1.0"}},
                               {}),
                    true);
    for (const auto& row : dimensions.take()) {
        CAPTURE(row.dimension);
        CHECK_FALSE(row.value.contains(secret));
    }
}

TEST_CASE("a secret is not cut before it is known for one") {
    Dimensions dimensions{{.redact = {}, .tenant_header = "X-Tenant"}};
    const auto value = "t1-" + std::string(110, 'x') + " 4111111111111111";
    dimensions.note(asked_with({{"X-Tenant", value}}, {}), true);
    CHECK_FALSE(rows_of(dimensions, "tenant")[0].value.contains("4111"));
}

TEST_CASE("a very long value is one of the others") {
    Dimensions dimensions;
    dimensions.note(asked_with({{"User-Agent", std::string(2'000, 'a')}}, {}), true);
    CHECK(rows_of(dimensions, "client") == DimensionRows{{"client", "(other)", 1, 1}});
}

TEST_CASE("a long value is cut") {
    Dimensions dimensions{{.redact = {}, .tenant_header = "X-Tenant"}};
    dimensions.note(asked_with({{"X-Tenant", std::string(1'000, 'a')}}, {}), true);
    CHECK(rows_of(dimensions, "tenant")[0].value == std::string(128, 'a'));
}
