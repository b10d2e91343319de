// SPDX-License-Identifier: Apache-2.0
#include "reports/trend.hpp"

#include "reports/model.hpp"
#include "reports/pool.hpp"
#include "reports/render.hpp"
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

constexpr std::int64_t half_past_noon = 29'540'910;  // 2026-03-02T12:30Z

struct Counts {
    std::uint64_t exchanges;
    std::uint64_t judged;
};

// A run of so many minutes before 12:30Z, and as many after.
store::RunRows rows_of(Counts earlier, Counts later, std::int64_t minutes_around = 60) {
    store::RunRows rows;
    rows.middle_minute = half_past_noon;
    for (const auto& verdict : {"match", "excluded"}) {
        const auto all = earlier.judged + later.judged;
        rows.tally.push_back({0, "GET /a", verdict, "", "none", all - 2});
        rows.earlier.push_back({0, "GET /a", verdict, "", "none", earlier.judged - 1});
    }
    rows.tally.push_back({0, "GET /a", "mismatch", "", "high", 2});
    rows.earlier.push_back({0, "GET /a", "mismatch", "", "high", 1});
    rows.minutes = {{half_past_noon - minutes_around, "", "match", "", "none", earlier.judged},
                    {half_past_noon + minutes_around - 1, "", "match", "", "none", later.judged}};
    store::FindingRow finding;
    finding.route = "GET /a";
    finding.exchanges = finding.kept = earlier.exchanges + later.exchanges;
    finding.kept_earlier = earlier.exchanges;
    rows.findings = {finding};
    return rows;
}

std::string words_about(const store::RunRows& rows) {
    return trend_words(Trends{rows}.of(rows.findings[0]));
}

}  // namespace

TEST_CASE("a trend is told with what was judged of its route in both parts of the run") {
    struct Row {
        Counts earlier;
        Counts later;
        const char* words;
        const char* moving;
    };
    constexpr Row rows[] = {
        {{2, 1'203},
         {40, 1'198},
         "rising: 2 of 1,203 before 12:30Z, 40 of 1,198 since",
         "rising: 2 of 1,203 before 12:30Z, 40 of 1,198 since"},
        {{40, 1'198},
         {0, 1'203},
         "falling: 40 of 1,198 before 12:30Z, 0 of 1,203 since",
         "falling: 40 of 1,198 before 12:30Z, 0 of 1,203 since"},
        {{20, 1'203}, {22, 1'198}, "steady: 20 of 1,203 before 12:30Z, 22 of 1,198 since", ""},
        {{1, 1'203}, {5, 1'198}, "", ""}};
    for (const auto& row : rows) {
        CAPTURE(row.words);
        const auto run = rows_of(row.earlier, row.later);
        CHECK(words_about(run) == row.words);
        CHECK(moving_words(Trends{run}.of(run.findings[0])) == row.moving);
    }
}

TEST_CASE("of a run of more than a day the split has its date") {
    CHECK(words_about(rows_of({2, 1'203}, {40, 1'198}, 720)) ==
          "rising: 2 of 1,203 before 12:30Z, 40 of 1,198 since");
    CHECK(words_about(rows_of({2, 1'203}, {40, 1'198}, 721)) ==
          "rising: 2 of 1,203 before 2026-03-02T12:30Z, 40 of 1,198 since");
}

TEST_CASE("no trend is told where it could be wrong") {
    const auto run = rows_of({2, 1'203}, {40, 1'198});
    REQUIRE_FALSE(words_about(run).empty());
    auto within_a_minute = run;
    within_a_minute.middle_minute.reset();
    CHECK(words_about(within_a_minute).empty());
    auto evicted = run;
    evicted.findings[0].exchanges += 1;
    CHECK(words_about(evicted).empty());
    auto tallied_among_others = run;
    tallied_among_others.tally.clear();
    tallied_among_others.earlier.clear();
    CHECK(words_about(tallied_among_others).empty());
    auto more_than_were_judged = rows_of({2, 1'203}, {40, 39});
    CHECK(words_about(more_than_were_judged).empty());
}

TEST_CASE("runs that are added up have no trend: each has a middle of its own") {
    auto earlier = demo_run();
    earlier.run.started_at_us -= 1;
    auto later = demo_run();
    for (auto* rows : {&earlier, &later}) {
        rows->run.facts = {
            {"candidate_version", "v2"}, {"legacy_version", "v1"}, {"rules_digest", "none"}};
    }
    const auto alone = make_report(pool({{"a.db", later}}).rows);
    CHECK(alone.findings[0].trend.direction == judge::Direction::rising);
    const auto both = pool({{"a.db", earlier}, {"b.db", later}});
    REQUIRE(both.files.size() == 2);
    for (const auto& entry : make_report(both.rows).findings) CHECK(entry.trend == Trend{});
}

TEST_CASE("where there is little room, only what rises or falls is told, and never cut") {
    const auto report = make_report(demo_run());
    const auto wide = render_text(report, {.colours = false, .columns = 100});
    CHECK(wide.contains("  rising: 60 of 753 before 09:00Z, 154 of 847 since\n"));
    CHECK(wide.contains(" · steady\n"));
    const auto narrow = render_text(report, {.colours = false, .columns = 60});
    CHECK(narrow.contains(
        "  rising: 60 of 753 before 09:00Z, 154\n                       of 847 since\n"));
    CHECK_FALSE(narrow.contains("steady"));
    auto markdown = render_markdown(report, markdown_bytes_max);
    std::erase(markdown, '\\');
    CHECK(
        markdown.contains(" | rising: 60 of 753 before 09:00Z, 154 of 847 since | 3f9a41c07be2 |"));
    CHECK(markdown.contains(" | steady | b0c2d5118fa4 |"));
    const auto junit = render_junit(report);
    CHECK(junit.contains("[3f9a41c07be2]; rising: 60 of 753 before 09:00Z, 154 of 847 since"));
    CHECK(junit.contains("[b0c2d5118fa4]\n"));
    CHECK(render_html(report).contains("rising: 60 of 753 before 09:00Z, 154 of 847 since</div>"));
}
