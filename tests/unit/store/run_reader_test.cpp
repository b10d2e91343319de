// SPDX-License-Identifier: Apache-2.0
#include "store/run_reader.hpp"

#include "judge/examples.hpp"
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
    second = derived(second);
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

TEST_CASE("the example of a finding is its smallest reproducer, and its first place there") {
    const Folder folder;
    const auto shown = [] {
        return std::vector{finding("$.a[0]", "$.a[*]", "changed"),
                           finding("$.a[1]", "$.a[*]", "changed")};
    };
    const auto first = as_example(mismatched("a1", "GET /a", shown()), judge::slot::first);
    auto small = mismatched("a3", "GET /a", shown());
    small.target = stored("/a");
    small.differences[0].legacy = stored("legacy's");
    small.differences[0].candidate = stored("candidate's");
    const auto rows = run_of(folder, {first, as_example(small, judge::slot::smallest)}).rows();
    REQUIRE(rows.findings.size() == 1);
    CHECK(rows.findings[0].example_id == small.id);
    CHECK(rows.findings[0].example_path == "$.a[0]");
    CHECK(rows.findings[0].example_legacy == "legacy's");
    CHECK(rows.findings[0].example_candidate == "candidate's");
    CHECK(rows.findings[0].kept == 2);
    CHECK(rows.examples == std::vector{small});
}

TEST_CASE("who loses its last place as an example keeps its light row alone") {
    const Folder folder;
    const auto one = [](const char* id, const char* path) {
        return mismatched(id, "GET /a", {finding(path, path, "changed")});
    };
    auto twice = as_example(one("a1", "$.a"), judge::slot::first);
    twice.examples.push_back({twice.shown[0].fingerprint, judge::slot::smallest});
    const auto smaller = as_example(one("a2", "$.a"), judge::slot::smallest);
    const auto newer = as_example(one("a3", "$.a"), judge::slot::newest);
    const auto newest = as_example(one("a4", "$.a"), judge::slot::newest);
    const auto reader = run_of(folder, {twice, smaller, newer, newest});
    CHECK(reader.exchange("a1")->is_whole);
    CHECK(reader.exchange("a2")->is_whole);
    CHECK_FALSE(reader.exchange("a3")->is_whole);
    CHECK(reader.exchange("a3")->answers.empty());
    CHECK(reader.exchange("a3")->shown == newer.shown);
    CHECK(reader.exchange("a3")->legacy_status == 200);
    CHECK(reader.exchange("a4")->is_whole);
    CHECK(reader.rows().findings[0].exchanges == 4);
    CHECK(reader.rows().findings[0].kept == 4);
}

TEST_CASE("a match that loses its place in the sample is not kept at all") {
    const Folder folder;
    const auto match = [](const char* id, const char* route, std::uint32_t place) {
        auto row = mismatched(id, route, {});
        row.verdict = "match";
        row.severity = "none";
        row.examples = {{"", place}};
        return row;
    };
    const auto reader = run_of(folder, {match("a1", "GET /a", 0), match("a2", "GET /b", 0),
                                        match("a3", "GET /a", 1), match("a4", "GET /a", 0)});
    CHECK_FALSE(reader.exchange("a1").has_value());
    for (const auto* id : {"a2", "a3", "a4"}) CHECK(reader.exchange(id).has_value());
    const auto rows = reader.rows();
    CHECK(rows.kept == std::vector<KeptRow>{{"match", "", 4, 3, 3}});
}

TEST_CASE("exchanges are listed by verdict, reason, route and finding, oldest first") {
    const Folder folder;
    auto late = mismatched("a1", "GET /a", {finding("$.a", "$.a", "changed")});
    late.seen_at_us = 900;
    auto early = mismatched("a2", "GET /a", {finding("$.a", "$.a", "changed")});
    early.seen_at_us = 100;
    auto odd = mismatched("a3", "GET /b", {});
    odd.verdict = "uncomparable";
    odd.reason = "body_limit";
    odd.is_whole = false;
    const auto reader = run_of(folder, {late, early, odd});
    const auto ids = [&](const ExchangeFilter& filter) {
        std::string found;
        reader.each_exchange(filter, [&](const auto& row) { found += row.id.substr(0, 2) + " "; });
        return found;
    };
    const auto mark = fingerprint("GET /a", "$.a", "changed");
    CHECK(ids({}) == "a2 a1 a3 ");
    CHECK(ids({.verdict = "mismatch"}) == "a2 a1 ");
    CHECK(ids({.verdict = "uncomparable", .reason = "body_limit"}) == "a3 ");
    CHECK(ids({.route = "GET /b"}) == "a3 ");
    CHECK(ids({.is_whole = true}) == "a2 a1 ");
    std::string first;
    reader.each_exchange_while({}, [&](const auto& row) {
        first += row.id.substr(0, 2) + " ";
        return first.size() < 6;
    });
    CHECK(first == "a2 a1 ");
    CHECK(ids({.finding = mark}) == "a2 a1 ");
    CHECK(ids({.finding = mark.substr(0, 5)}) == "a2 a1 ");
    CHECK(ids({.verdict = "match"}).empty());
}

TEST_CASE("an exchange that is the example of several findings is listed once") {
    const Folder folder;
    const auto both = mismatched(
        "a1", "GET /a", {finding("$.a", "$.a", "changed"), finding("$.b", "$.b", "changed")});
    const auto other = mismatched("a2", "GET /0", {finding("$.a", "$.a", "changed", "low")});
    const auto rows = run_of(folder, {as_example(other, judge::slot::smallest),
                                      as_example(both, judge::slot::smallest)})
                          .rows();
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

TEST_CASE("an exchange is excused when all it shows of weight is, and only then") {
    const Folder folder;
    const auto weak = finding("$.weak", "$.weak", "added", "low");
    const auto a = finding("$.a", "$.a", "changed");
    const auto b = finding("$.b", "$.b", "changed", "medium");
    auto noisy = finding("$.c", "$.c", "changed");
    noisy.standing = "noise";
    const auto reader =
        run_of(folder, {mismatched("a1", "GET /a", {a}), mismatched("a2", "GET /a", {a, weak}),
                        mismatched("a3", "GET /a", {a, b}), mismatched("a4", "GET /a", {a, noisy}),
                        mismatched("a5", "GET /b", {a})});
    const auto mark = [](const char* route, const char* pattern) {
        return fingerprint(route, pattern, "changed");
    };
    using Counts = std::map<std::string, std::uint64_t>;
    CHECK(reader.excused_by({}) == Counts{});
    CHECK(reader.excused_by({mark("GET /a", "$.a")}) == Counts{{"GET /a", 3}});
    CHECK(reader.excused_by({mark("GET /a", "$.a"), mark("GET /a", "$.b")}) ==
          Counts{{"GET /a", 4}});
    CHECK(reader.excused_by({mark("GET /b", "$.a"), "no such"}) == Counts{{"GET /b", 1}});
}
