// SPDX-License-Identifier: Apache-2.0
#include "store/run_reader.hpp"

#include "store/fingerprint.hpp"
#include "tests/unit/store/sample.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::store;
using namespace shadowdiff::store::test;

TEST_CASE("findings are sorted by severity, exchanges, route, pattern and kind") {
    const Folder folder;
    const auto medium = finding("$.m", "$.m", "changed", "medium");
    const auto reader = run_of(
        folder, {mismatched("a1", "GET /b", {finding("$.x", "$.x", "changed"), medium}),
                 mismatched("a2", "GET /b", {finding("$.x", "$.x", "changed"), medium}),
                 mismatched("a3", "GET /b", {medium, finding("$.z", "$.z", "missing", "low")}),
                 mismatched("a4", "GET /a",
                            {finding("$.x", "$.x", "retyped"), finding("$.x", "$.x", "changed")}),
                 mismatched("a5", "GET /a", {finding("$.w", "$.w", "changed")})});
    std::vector<std::string> order;
    for (const auto& row : reader.rows().findings) {
        order.push_back(row.severity + " " + std::to_string(row.exchanges) + " " + row.route + " " +
                        row.pattern + " " + row.kind);
    }
    const std::vector<std::string> expected = {
        "high 2 GET /b $.x changed", "high 1 GET /a $.w changed",   "high 1 GET /a $.x changed",
        "high 1 GET /a $.x retyped", "medium 3 GET /b $.m changed", "low 1 GET /b $.z missing",
    };
    CHECK(order == expected);
}

TEST_CASE("a finding counts exchanges and places, and has the highest severity seen") {
    const Folder folder;
    auto first = mismatched("a1", "GET /a",
                            {finding("$.i[0]", "$.i[*]", "changed", "low"),
                             finding("$.i[1]", "$.i[*]", "changed", "medium")});
    auto second = mismatched("a2", "GET /a", {finding("$.i[4]", "$.i[*]", "changed", "low")});
    auto noise = finding("$.i[5]", "$.i[*]", "changed");
    noise.standing = "noise";
    second.differences.push_back(noise);
    first.seen_at_us = 500;
    second.seen_at_us = 300;
    const auto rows = run_of(folder, {first, second}).rows();
    REQUIRE(rows.findings.size() == 1);
    const auto& found = rows.findings[0];
    CHECK(found.fingerprint == fingerprint("GET /a", "$.i[*]", "changed"));
    CHECK(found.severity == "medium");
    CHECK(found.exchanges == 2);
    CHECK(found.places == 3);
    CHECK(found.first_seen_us == 300);
    CHECK(found.last_seen_us == 500);
}

TEST_CASE("the example of a finding is the smallest request that was kept in full") {
    const Folder folder;
    const auto shown = [] { return std::vector{finding("$.a", "$.a", "changed")}; };
    auto large = mismatched("a1", "GET /a", shown());
    large.target = stored("/a?" + std::string(500, 'x'));
    auto light = mismatched("a2", "GET /a", shown());
    light.target = stored("/");
    light.request_headers = {};
    light.request_body_kept = false;
    auto small = mismatched("a3", "GET /a", shown());
    small.target = stored("/a");
    small.differences[0].legacy = stored("legacy's");
    small.differences[0].candidate = stored("candidate's");
    auto small_but_later = small;
    small_but_later.id = id_of("a0");
    small_but_later.seen_at_us += 1;
    const auto rows = run_of(folder, {large, light, small_but_later, small}).rows();
    REQUIRE(rows.findings.size() == 1);
    CHECK(rows.findings[0].example_id == small.id);
    CHECK(rows.findings[0].example_path == "$.a");
    CHECK(rows.findings[0].example_legacy == "legacy's");
    CHECK(rows.findings[0].example_candidate == "candidate's");
    CHECK(rows.examples == std::vector{small});
}

TEST_CASE("an exchange that is the example of several findings is listed once") {
    const Folder folder;
    const auto both = mismatched(
        "a1", "GET /a", {finding("$.a", "$.a", "changed"), finding("$.b", "$.b", "changed")});
    const auto other = mismatched("a2", "GET /0", {finding("$.a", "$.a", "changed", "low")});
    const auto rows = run_of(folder, {other, both}).rows();
    CHECK(rows.findings.size() == 3);
    CHECK(rows.examples == std::vector{both, other});
}

TEST_CASE("an exchange is found by any prefix of its id that is unambiguous") {
    const Folder folder;
    const auto reader =
        run_of(folder, {mismatched("ab1", "GET /a", {}), mismatched("ab2", "GET /b", {})});
    struct Row {
        const char* prefix;
        const char* expected;  // the route, or part of the error
    };
    const Row rows[] = {
        {"ab1", "GET /a"},
        {"ab2", "GET /b"},
        {"ab", "more than one exchange begins with ab"},
        {"", "no exchange begins with"},
        {"ac", "no exchange begins with ac"},
        {"%", "no exchange begins with %"},
        {"ab_", "no exchange begins with ab_"},
        {"ab1' OR 1", "no exchange begins with ab1' OR 1"},
        {"\x1b[2J", "no exchange begins with \\x1b[2J"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.prefix);
        const auto found = reader.exchange(row.prefix);
        CHECK(contains(found ? found->route : found.error().message, row.expected));
    }
    CHECK(reader.exchange(id_of("ab1")).has_value());
    CHECK_FALSE(reader.exchange(id_of("ab1") + "0").has_value());
}

TEST_CASE("the exchanges of a finding come oldest first, no more than asked for") {
    const Folder folder;
    auto noise = finding("$.a", "$.a", "changed");
    noise.standing = "noise";
    auto late = mismatched("a1", "GET /a", {finding("$.a", "$.a", "changed")});
    late.seen_at_us = 900;
    auto early = mismatched("a2", "GET /a", {finding("$.a", "$.a", "changed")});
    early.seen_at_us = 100;
    const auto reader =
        run_of(folder, {late, early, mismatched("a3", "GET /a", {noise}),
                        mismatched("a4", "GET /b", {finding("$.a", "$.a", "changed")})});
    const auto mark = fingerprint("GET /a", "$.a", "changed");
    CHECK(reader.exchanges_of(mark, 10) == std::vector{early.id, late.id});
    CHECK(reader.exchanges_of(mark.substr(0, 6), 1) == std::vector{early.id});
    CHECK_FALSE(reader.exchanges_of("", 10).has_value());
    CHECK_FALSE(reader.exchanges_of("ffffffffffff", 10).has_value());
}

TEST_CASE("equal rows give equal reports, in whatever order they were written") {
    const Folder one;
    const Folder other;
    const auto a = mismatched("a1", "GET /a", {finding("$.a", "$.a", "changed")});
    const auto b = mismatched("b1", "GET /b", {finding("$.a", "$.a", "changed")});
    CHECK(run_of(one, {a, b}).rows() == run_of(other, {b, a}).rows());
}

TEST_CASE("a reader changes nothing") {
    const Folder folder;
    const auto reader = run_of(folder, {mismatched("a1", "GET /a", {})});
    const auto before = std::filesystem::last_write_time(folder / "run.db");
    (void)reader.rows();
    CHECK(std::filesystem::last_write_time(folder / "run.db") == before);
    CHECK(folder.entries() == 1);
}
