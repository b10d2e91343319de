// SPDX-License-Identifier: Apache-2.0
// The plants promise findings by the names that the product's own comparison gives them.
#include "diff/compare.hpp"
#include "fixtures/demo/demo.hpp"
#include "fixtures/demo/plan.hpp"
#include "routes/route.hpp"
#include "tests/unit/demo/findings.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::demo {

namespace {

http::Answer observed(http::Leg leg, const Answer& answer, bool has_body) {
    http::Response response;
    response.status = static_cast<std::uint16_t>(answer.status);
    for (const auto& field : answer.fields) response.headers.push_back({field.name, field.value});
    if (has_body) response.body = http::make_body(answer.body);
    http::Answer whole;
    whole.leg = leg;
    whole.outcome = std::move(response);
    return whole;
}

// A role other than legacy.
struct Instance {
    Instance(Role role, std::vector<std::string_view> plants)
        : Instance{ServiceOptions{.role = role, .seed = 11, .plants = std::move(plants)}} {}
    explicit Instance(const ServiceOptions& options)
        : shop{make_shop(options)}, noise{make_noise(options)} {}
    Answer ask(const Request& request, Timestamp now) { return answer(shop, request, noise, now); }
    Shop shop;
    Random noise;
};

// Compared once by the product and once by these tests, noise and mere spelling left out.
struct Both {
    Findings product;
    Findings own;
};

Both compare_both(const Request& request, const Answer& legacy, const Answer& other) {
    const bool has_body = request.method != "HEAD";
    http::Exchange exchange;
    exchange.request.method = request.method;
    exchange.request.target = request.target;
    exchange.answers = {observed(http::Leg::legacy, legacy, has_body),
                        observed(http::Leg::candidate, other, has_body)};
    const auto comparison = diff::compare(exchange);
    REQUIRE(comparison.answers.size() == 1);

    Both both;
    const auto route = routes::infer(request.method, request.target);
    for (const auto& each : comparison.answers[0].differences.list) {
        if (each.kind == diff::Kind::representation) {
            CHECK(each.pattern == "headers.server");
        } else {
            both.product.insert({route, each.pattern, std::string{diff::name(each.kind)}});
        }
    }
    both.product = without_noise(std::move(both.product));
    both.own = without_noise(compare(request, legacy, other));
    return both;
}

}  // namespace

TEST_CASE("the product names every finding as the plants do, and finds nothing else") {
    struct Row {
        const char* name;
        Role role;
        const char* plants;
    };
    for (const auto& row : {Row{"a second legacy", Role::secondary, "none"},
                            Row{"a faithful candidate", Role::candidate, "none"},
                            Row{"all plants", Role::candidate, "all"}}) {
        CAPTURE(row.name);
        Instance legacy{Role::legacy, {}};
        Instance other{row.role, *parse_plants(row.plants)};
        Findings found;
        for (const auto& planned : plan_traffic({.seed = 21, .requests = 500})) {
            const auto request = to_request(planned);
            const auto both =
                compare_both(request, legacy.ask(request, Timestamp{std::chrono::seconds{100}}),
                             other.ask(request, Timestamp{std::chrono::milliseconds{101'234}}));
            CAPTURE(request.target);
            REQUIRE(to_text(both.product) == to_text(both.own));
            found.insert(both.product.begin(), both.product.end());
        }
        Findings expected;
        for (const auto& plant : all_plants()) {
            for (const auto& each : plant.findings) {
                expected.insert(
                    {std::string{each.route}, std::string{each.pattern}, std::string{each.kind}});
            }
        }
        const bool is_planted = std::string_view{row.plants} == "all";
        CHECK(to_text(found) == to_text(is_planted ? expected : Findings{}));
    }
}

}  // namespace shadowdiff::demo
