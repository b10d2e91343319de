// SPDX-License-Identifier: Apache-2.0
#include "reports/finding_notes.hpp"

#include "reports/render.hpp"
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

// One that is gone for certain, and one of which too little was seen to say so.
Report after_mending() {
    auto rows = demo_run();
    Evidence evidence;
    evidence.baselines = {Baseline{{rows.findings[0], rows.findings[3]},
                                   {{"GET /products/{id}", 1'600}, {"GET /search", 2'294}}}};
    evidence.baselines[0].findings[1].exchanges = 1;
    rows.findings.clear();
    return make_report(rows, {}, evidence);
}

}  // namespace

TEST_CASE("when a finding was seen is told to the second") {
    store::FindingRow finding;
    CHECK(seen_words(finding).empty());
    finding.first_seen_us = finding.last_seen_us = 1'772'442'001'900'000;
    CHECK(seen_words(finding) == "seen 2026-03-02T09:00:01Z");
    finding.last_seen_us += 1'000'000;
    CHECK(seen_words(finding) == "seen 2026-03-02T09:00:01Z to 2026-03-02T09:00:02Z");
}

TEST_CASE("a finding can be seen again by a command that a shell takes as it is") {
    auto report = make_report(demo_run());
    CHECK(curl_command(report, report.findings[0].finding) ==
          "shadowdiff show RUN.db 3f9a41c07be2 --curl");
    report.file = "it's; rm -rf.db";
    CHECK(curl_command(report, report.findings[0].finding) ==
          R"(shadowdiff show 'it'\''s; rm -rf.db' 3f9a41c07be2 --curl)");
}

TEST_CASE("a terminal shows when, by whom and how again where there is room") {
    Evidence evidence;
    judge::FindingDecision decision;
    decision.fingerprint = "3f9a41c07be2";
    decision.owner = "ana";
    evidence.decisions = {decision};
    const auto report = make_report(demo_run(), {}, evidence);
    const auto wide = render_text(report);
    CHECK(wide.contains("seen 2026-03-02T08:59:57Z to 2026-03-02T09:00:03Z · intended by ana\n"));
    CHECK(wide.contains(
        "To ask each leg the same again: shadowdiff show RUN.db 3f9a41c07be2 --curl"));
    const auto narrow = render_text(report, {.colours = false, .columns = 60});
    CHECK_FALSE(narrow.contains("seen 2026"));
    auto markdown = render_markdown(report, markdown_bytes_max);
    std::erase(markdown, '\\');
    CHECK(markdown.contains(
        "accepted, intended by ana | 2026-03-02T08:59:57Z | 2026-03-02T09:00:03Z"));
    CHECK(
        markdown.contains("- To ask each leg the same again: shadowdiff show RUN.db 3f9a41c07be2"));
}

TEST_CASE("what is gone is told with both counts, and apart from what was only not seen") {
    const auto report = after_mending();
    CHECK(gone_notes(report) ==
          std::vector<std::string>{
              "Fixed: 3f9a41c07be2 $.price.amount changed on GET /products/{id}, in 214 of 1,600 "
              "exchanges then and in none of 1,600 now",
              "Not seen, in too few to say that it is fixed: 07f4be2299d1 $.items reordered on GET "
              "/search, in 1 of 2,294 exchanges then and in none of 2,294 now"});
    CHECK(render_text(report).contains("Since the earlier run\n  · Fixed: 3f9a41c07be2"));
    CHECK(render_markdown(report, markdown_bytes_max)
              .contains("### Since the earlier run\n\n- Fixed"));
    CHECK(render_csv(report).contains("not seen,07f4be2299d1,\"1 of 2294 then, 0 of 2294 now\""));
    CHECK(render_html(report).contains("Not seen, in too few exchanges to say that it is fixed"));
    const auto json = nlohmann::json::parse(render_json(report));
    REQUIRE(json["fixed"].size() == 1);
    REQUIRE(json["not_seen"].size() == 1);
    CHECK(json["not_seen"][0]["fingerprint"] == "07f4be2299d1");
    CHECK(json["not_seen"][0]["count_before"] == 1);
    CHECK(json["not_seen"][0]["judged_before"] == 2'294);
    CHECK(json["not_seen"][0]["judged"] == 2'294);
}
