// SPDX-License-Identifier: Apache-2.0
#include "reports/exchange_notes.hpp"

#include "reports/render.hpp"
#include "tests/unit/reports/demo_run.hpp"
#include "tests/unit/reports/redacted_text.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

using Notes = std::vector<std::string>;

store::ExchangeRow shown(const std::string& pattern, const std::string& kind) {
    store::ExchangeRow row;
    row.id = "25335abff1c6e91ccd5828c5104f81a9";
    row.route = "GET /search";
    row.verdict = "noise";
    row.shown = {{.fingerprint = "",
                  .pattern = pattern,
                  .kind = kind,
                  .standing = "noise",
                  .severity = "high",
                  .places = 1}};
    return row;
}

// Of its row in the report: 73 of 2,294, at most 3.9 %.
const std::string search_rate =
    "On GET /search 73 of 2,294 judged mismatched: at least 2.6 % and at most 3.86 %, each with 95 "
    "% "
    "confidence.";

}  // namespace

TEST_CASE("of a finding its own counts, times and decision are told") {
    auto rows = demo_run();
    rows.findings[0].kept = 20;
    rows.findings[0].reproduced = 3;
    const auto& example = rows.examples[0];
    auto notes = exchange_notes(example, rows, "3f9a", {});
    REQUIRE(notes.size() == 4);
    CHECK(notes[0] ==
          "3f9a41c07be2 $.price.amount changed: in 214 exchanges (214 places), 20 of 214 kept; "
          "confirmed by asking again in 3; seen 2026-03-02T08:59:57Z to 2026-03-02T09:00:03Z.");
    CHECK(notes[1] == "Nobody has decided about it.");
    CHECK(notes[2] ==
          "Legacy was not seen to differ from itself at $.price.amount changed, "
          "headers.cache-control missing.");
    judge::FindingDecision decision;
    decision.fingerprint = "3f9a41c07be2";
    decision.owner = "ana";
    decision.decided = "2026-02-27";
    decision.reason = "the new rounding";
    notes = exchange_notes(example, rows, "3f9a", {decision});
    CHECK(notes[1] ==
          "Decided: intended by ana, decided 2026-02-27, never expires (does not count): the new "
          "rounding");
    CHECK(notes[3].starts_with("On GET /products/{id} 214 of 1,600 judged mismatched: at least "));
    CHECK(exchange_notes(example, rows, "", {decision}) == Notes{notes[2], notes[3]});
    rows.findings[0].kept = rows.findings[0].exchanges;
    CHECK(exchange_notes(example, rows, "3f9a", {})[0].ends_with(
        "; rising: 60 of 753 before 09:00Z, 154 of 847 since."));
    CHECK(exchange_notes(rows.examples[1], rows, "b0c2", {})[0].ends_with(
        "; steady: 50 of 548 before 09:00Z, 46 of 549 since."));
}

TEST_CASE("legacy's noise at a place, and who was the odd one out there, are told") {
    const auto rows = demo_run();
    CHECK(exchange_notes(shown("$.took_ms", "changed"), rows, "", {}) ==
          Notes{"$.took_ms changed: legacy differed from itself there in 2,104 of 2,290 pairs of "
                "its answers.",
                search_rate});
    CHECK(exchange_notes(shown("$.items", "reordered"), rows, "", {}) ==
          Notes{"$.items reordered: of 2,290 exchanges in which legacy answered twice the odd one "
                "out was the candidate in 58, legacy in 2 (q 5e-14).",
                "Legacy was not seen to differ from itself at $.items reordered.", search_rate});
}

TEST_CASE("what was decoded and bounds of the run are told") {
    auto rows = demo_run();
    rows.bounds = {{"coarse_lists", 1}};
    store::ExchangeRow row;
    row.route = "GET /search";
    row.answers.resize(2);
    for (auto& answer : row.answers) answer.body_kept = true;
    row.answers[0].leg = "legacy";
    row.answers[0].headers = redacted("Content-Encoding: gzip\r\n");
    row.answers[1].leg = "candidate";
    const auto notes = exchange_notes(row, rows, "", {});
    REQUIRE(notes.size() == 3);
    CHECK(notes[0] == "The body of legacy was decoded: gzip.");
    CHECK(notes[1] == search_rate);
    CHECK(notes[2].starts_with("Over the run: In 1 exchange lists were too unlike"));
}

TEST_CASE("the evidence stands before the answers, and nothing in it commands a terminal") {
    const auto rows = demo_run();
    const ExchangeContext context{rows.run, {"a note\x1b[2J"}};
    const auto whole = render_exchange(rows.examples[0], {}, context);
    CHECK(whole.contains("\nevidence\n  a note\\x1b[2J\n\nrequest\n"));
    const auto outline = render_exchange(shown("$.id", "changed"), {}, context);
    CHECK(outline.contains("\nevidence\n  a note\\x1b[2J\n\nOnly the outline"));
}
