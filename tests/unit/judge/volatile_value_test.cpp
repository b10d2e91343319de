// SPDX-License-Identifier: Apache-2.0
#include "judge/volatile_value.hpp"

#include "judge/judge.hpp"
#include "tests/unit/judge/comparisons.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

using namespace shadowdiff;
using namespace shadowdiff::judge;
using namespace shadowdiff::judge::test;

namespace {

constexpr auto one_route = "GET /a";

Break broken(const VolatileValues& values, std::string legacy, std::string candidate,
             std::vector<std::string> further = {}) {
    std::vector<std::string> all{legacy};
    std::ranges::copy(further, std::back_inserter(all));
    return values.check(one_route, changed("$.x", std::move(legacy), std::move(candidate)), all);
}

/// What was seen before: legacy's values, each with the candidate's of the same exchange.
VolatileValues after(const std::vector<std::pair<std::string, std::string>>& seen) {
    VolatileValues values;
    for (const auto& [legacy, candidate] : seen) {
        values.learn(one_route, changed("$.x", legacy, candidate), {legacy});
    }
    return values;
}

using Seen = std::vector<std::pair<std::string, std::string>>;

Seen seen_times(int count, const auto& make) {
    Seen seen;
    for (int i = 0; i < count; ++i) seen.push_back(make(i));
    return seen;
}

}  // namespace

TEST_CASE("a value of one exchange gives a bug away by its form") {
    struct Row {
        const char* name;
        std::string legacy;
        std::vector<std::string> further;
        std::string candidate;
        Break expected;
    };
    const Row rows[] = {
        {"another UUID",
         "\"1b4e28ba-2fa1-4d3c-883f-0016d3cca427\"",
         {},
         "\"9f3b3f66-8c3e-4b8a-b0a0-52f4a8c0d1e2\"",
         Break::none},
        {"version 1 for 4",
         "\"1b4e28ba-2fa1-4d3c-883f-0016d3cca427\"",
         {},
         "\"9f3b3f66-8c3e-1b8a-b0a0-52f4a8c0d1e2\"",
         Break::form},
        {"seconds for milliseconds", "1760000000500", {}, "1760000001", Break::form},
        {"a form that legacy has in another answer", "\"lamp\"", {"\"\""}, "\"\"", Break::none},
        {"any form where legacy has several",
         "\"\"",
         {"\"2025-01-01T00:00:00Z\""},
         "\"lamp\"",
         Break::none},
        {"now in local time",
         "\"2025-10-09T10:00:00Z\"",
         {"\"2025-10-09T10:00:01Z\""},
         "\"2025-10-09T12:00:01Z\"",
         Break::distance},
        {"now in local time without a zone",
         "\"2025-10-09T10:00:00\"",
         {},
         "\"2025-10-09T10:30:00\"",
         Break::distance},
        {"the same moment in another zone",
         "\"2025-10-09T10:00:00+00:00\"",
         {},
         "\"2025-10-09T10:00:01+00:00\"",
         Break::none},
        {"clocks that differ a little",
         "\"2025-10-09T10:00:00Z\"",
         {},
         "\"2025-10-09T10:04:00Z\"",
         Break::none},
        {"times that lie far apart at legacy",
         "\"2025-10-09T10:00:00Z\"",
         {"\"2025-09-01T10:00:00Z\""},
         "\"2025-08-20T12:00:01Z\"",
         Break::none},
        {"near legacy asked again, far from what was recorded",
         "\"2024-01-01T10:00:00Z\"",
         {"\"2025-10-09T10:00:00Z\""},
         "\"2025-10-09T10:00:02Z\"",
         Break::none},
        {"an epoch an hour off", "1760000000", {"1760000001"}, "1760003602", Break::distance},
        {"zero for an id", "71000003", {"71000980"}, "0", Break::zero},
        {"zero for a count", "12", {"14"}, "0", Break::none},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(broken(VolatileValues{}, row.legacy, row.candidate, row.further) == row.expected);
    }
}

TEST_CASE("a value that never changes is found where legacy's always do") {
    const auto constant = seen_times(
        8, [](int i) { return std::pair{fmt::format("\"lamp{}\"", i), std::string{"\"desk1\""}}; });
    CHECK(broken(after(constant), "\"lamp9\"", "\"desk1\"") == Break::constant);
    CHECK(broken(after(constant), "\"lamp9\"", "\"sofa1\"") == Break::none);
    const Seen few{constant.begin(), constant.begin() + 7};
    CHECK(broken(after(few), "\"lamp9\"", "\"desk1\"") == Break::none);
    const auto two_hosts = seen_times(20, [](int i) {
        return std::pair{std::string{i % 2 == 0 ? "\"host-a\"" : "\"host-b\""},
                         std::string{"\"host-c\""}};
    });
    CHECK(broken(after(two_hosts), "\"host-a\"", "\"host-c\"") == Break::none);
}

TEST_CASE("lengths and scales that legacy always keeps must be kept") {
    const auto codes = seen_times(10, [](int i) {
        return std::pair{fmt::format("\"AB{}CD\"", i), fmt::format("\"XY{}ZZ\"", i)};
    });
    CHECK(broken(after(codes), "\"AB7CD\"", "\"AB7CDE\"") == Break::length);
    CHECK(broken(after(codes), "\"AB7CD\"", "\"AB8CE\"") == Break::none);
    const auto amounts = seen_times(10, [](int i) {
        return std::pair{fmt::format("\"12.{}5\"", i), fmt::format("\"13.{}5\"", i)};
    });
    CHECK(broken(after(amounts), "\"12.50\"", "\"12.5\"") == Break::length);
    CHECK(broken(after(amounts), "\"12.50\"", "\"12.51\"") == Break::none);
    const auto bare = seen_times(
        10, [](int i) { return std::pair{fmt::format("12.{}5", i), fmt::format("13.{}5", i)}; });
    CHECK(broken(after(bare), "12.35", "12.3491") == Break::length);
    CHECK(broken(after(bare), "12.35", "12.3") == Break::none);
}

TEST_CASE("what cannot be followed any more is counted") {
    VolatileValues values{{.histories_max = 1}};
    values.learn(one_route, changed("$.x"), {"1"});
    values.learn(one_route, changed("$.y"), {"1"});
    CHECK(values.not_followed() == 1);
}

TEST_CASE("the judge finds the wrong time although legacy's differs at every answer") {
    Judge judge{{}};
    const auto decision = judge.judge(
        {.route = one_route,
         .turn = Turn::last,
         .comparison = answers(
             {candidate({changed("$.now", "\"2025-10-09T10:00:00Z\"", "\"2025-10-09T12:00:02Z\"")}),
              secondary(
                  {changed("$.now", "\"2025-10-09T10:00:00Z\"", "\"2025-10-09T10:00:01Z\"")})})});
    const auto& judgement = std::get<Judgement>(decision);
    CHECK(judgement.verdict == Verdict::mismatch);
    CHECK(judgement.why ==
          "legacy differs from itself here too, but the candidate's value is a time "
          "further off than legacy's lie apart");
}
