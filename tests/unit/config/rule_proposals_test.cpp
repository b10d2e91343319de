// SPDX-License-Identifier: Apache-2.0
#include "config/rule_proposals.hpp"

#include "config/rule_file.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace shadowdiff;
using namespace shadowdiff::config;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::sys_days run_day{2026y / 11 / 28};

judge::NoisyPlace clock_of(std::string route, std::string path = "$.at") {
    return {std::move(route),
            std::move(path),
            diff::Kind::changed,
            10,
            9,
            {{"\"2026-01-01T00:00:00Z\"", "\"2026-01-01T00:00:04Z\""}}};
}

RuleProposals proposals_for(const std::vector<judge::NoisyPlace>& places) {
    return {places, "team", run_day};
}

TriedRule harmless_trial(std::string path = "$.at") { return {3, 4, 0, {std::move(path)}}; }

}  // namespace

TEST_CASE("the same rule of several routes is written once, with the evidence of each") {
    auto proposals = proposals_for({clock_of("GET /a"), clock_of("GET /b")});
    REQUIRE(proposals.rule_set()->rules.size() == 2);
    CHECK(proposals.keep_narrow({harmless_trial(), harmless_trial()}, 20));
    CHECK(proposals.render() ==
          "# On GET /a legacy differed from itself here in 9 of 10 pairs of answers: "
          "\"2026-01-01T00:00:00Z\" and \"2026-01-01T00:00:04Z\".\n"
          "# On GET /b legacy differed from itself here in 9 of 10 pairs of answers: "
          "\"2026-01-01T00:00:00Z\" and \"2026-01-01T00:00:04Z\".\n"
          "# Tried on this run: it sets aside 8 differences in 6 of 20 exchanges, and no finding.\n"
          "[[rule]]\n"
          "paths = \"$.at\"\n"
          "route = [\"GET /a\", \"GET /b\"]\n"
          "action = \"time_window\"\n"
          "within = \"5s\"\n"
          "keep_shape = true\n"
          "reason = \"legacy differs from itself here\"\n"
          "owner = \"team\"\n"
          "expires = 2027-02-26\n\n");
    const auto read = parse_rules(proposals.render(), "r.toml", run_day);
    CHECK(to_text(read.faults) == "");
    CHECK(find_shadowed(read.rules).empty());
}

TEST_CASE("a rule that is too broad on one route is refused there alone") {
    struct Row {
        TriedRule tried;
        std::string why;
    };
    const Row rows[] = {
        {{3, 4, 1, {"$.at"}}, "it would hide a finding in 1 of 3 exchanges"},
        {{3, 4, 0, {"$.at", "$.at.deep"}}, "it would hide $.at.deep as well"},
        {{0, 0, 0, {}}, "in what the run kept it would set nothing aside"},
    };
    for (const auto& [tried, why] : rows) {
        auto proposals = proposals_for({clock_of("GET /a"), clock_of("GET /b")});
        CHECK_FALSE(proposals.keep_narrow({tried, harmless_trial()}, 20));
        REQUIRE(proposals.rule_set()->rules.size() == 1);
        CHECK(proposals.keep_narrow({harmless_trial()}, 20));
        const auto text = proposals.render();
        CHECK(text.contains("route = \"GET /b\"\n"));
        CHECK(text.contains(fmt::format("# No rule for $.at on GET /a (time_window): {}.\n", why)));
    }
}

TEST_CASE("routes whose evidence asks for other rules have rules of their own") {
    auto near = clock_of("GET /a");
    near.values = {{"\"2026-01-01T00:00:00Z\"", "\"2026-01-01T00:00:01Z\""}};
    auto proposals = proposals_for({near, clock_of("GET /b")});
    CHECK(proposals.keep_narrow({harmless_trial(), harmless_trial()}, 20));
    const auto text = proposals.render();
    CHECK(text.contains("route = \"GET /a\"\naction = \"time_window\"\nwithin = \"1s\""));
    CHECK(text.contains("route = \"GET /b\"\naction = \"time_window\"\nwithin = \"5s\""));
}

TEST_CASE("what cannot be named alone is refused") {
    const auto proposals = proposals_for({clock_of("GET /a/*"), clock_of("GET /a", "$.a[")});
    CHECK(proposals.rule_set()->rules.empty());
    CHECK(proposals.render() ==
          "# No rule for $.at on GET /a/* (changed): a rule cannot name this route without others "
          "that are like it.\n"
          "# No rule for $.a[ on GET /a (changed): its path cannot be written as a rule's.\n");
}
