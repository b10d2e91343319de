// SPDX-License-Identifier: Apache-2.0
#include "reports/checks.hpp"
#include "reports/render.hpp"
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

const Check& check_of(const std::vector<CheckSuite>& suites, std::string_view suite,
                      std::string_view check) {
    const auto found = std::ranges::find(suites, suite, &CheckSuite::name);
    REQUIRE(found != suites.end());
    return *std::ranges::find(found->checks, check, &Check::name);
}

std::string names_of(const std::vector<CheckSuite>& suites) {
    std::string names;
    for (const auto& suite : suites) {
        for (const auto& check : suite.checks) names += suite.name + "/" + check.name + "\n";
    }
    return names;
}

}  // namespace

TEST_CASE("each kind of difference fails its own check of its own route") {
    const auto suites = make_checks(make_report(demo_run()));
    CHECK(check_of(suites, "GET /products/{id}", "body").answer == CheckAnswer::failed);
    CHECK(check_of(suites, "GET /products/{id}", "headers").answer == CheckAnswer::failed);
    CHECK(check_of(suites, "GET /products/{id}", "status").answer == CheckAnswer::passed);
    CHECK(check_of(suites, "GET /search", "status").answer == CheckAnswer::failed);
    CHECK(check_of(suites, "GET /health", "body").answer == CheckAnswer::passed);
    CHECK(check_of(suites, "GET /health", "mismatch rate").answer == CheckAnswer::inconclusive);
    CHECK(check_of(suites, "run", "ledger").answer == CheckAnswer::passed);
    CHECK(check_of(suites, "run", "gate").answer == CheckAnswer::failed);
    CHECK(check_of(suites, "GET /products/{id}", "body")
              .message.find("legacy 19.90 -> candidate 19.89") != std::string::npos);
}

TEST_CASE("the names of checks do not change with what a run found") {
    auto other = demo_run();
    other.findings.clear();
    for (auto& row : other.tally) row.n += 3;
    CHECK(names_of(make_checks(make_report(other))) ==
          names_of(make_checks(make_report(demo_run()))));
}

TEST_CASE("a case of very many findings says how many it does not list") {
    auto rows = demo_run();
    auto one = rows.findings.front();
    for (int i = 0; i < 5'000; ++i) {
        one.fingerprint = "f" + std::to_string(i);
        rows.findings.push_back(one);
    }
    const auto report = render_junit(make_report(rows));
    CHECK(report.size() < 300'000);
    CHECK(report.contains(" more lines: see the whole report"));
}

TEST_CASE("what was accepted fails nothing and stays in the text") {
    const auto rows = demo_run();
    Evidence evidence;
    for (const auto& finding : rows.findings) {
        judge::FindingDecision decision;
        decision.fingerprint = finding.fingerprint;
        evidence.decisions.push_back(decision);
    }
    const auto suites = make_checks(make_report(rows, {}, evidence));
    CHECK(check_of(suites, "GET /search", "status").answer == CheckAnswer::passed);
    CHECK(check_of(suites, "GET /search", "status").text.find("accepted: ") == 0);
}

TEST_CASE("hostile bytes cannot end an attribute, a text or the document") {
    const std::string_view texts[] = {"<script>alert(1)</script>",
                                      "]]>",
                                      "\"><x",
                                      "&lt;",
                                      "\x1b[31m",
                                      {"\0", 1},
                                      "\xff\xfe",
                                      "\xe2\x80\xae",
                                      "line\nbreak",
                                      "=cmd|' /C calc'!A0"};
    for (const auto text : texts) {
        CAPTURE(text);
        const auto xml = render_junit(make_report(run_full_of(text)));
        CHECK(xml.find("<script") == std::string::npos);
        CHECK(xml.find("]]>") == std::string::npos);
        CHECK(std::ranges::all_of(
            xml, [](char c) { return c == '\n' || static_cast<unsigned char>(c) >= ' '; }));
        CHECK(std::ranges::count(xml, '<') == std::ranges::count(xml, '>'));
    }
}

TEST_CASE("Markdown holds the whole report, or as much as fits and how much does not") {
    const auto report = make_report(demo_run());
    const auto whole = render_markdown(report, markdown_bytes_max);
    CHECK(whole.starts_with("## NO-GO: shadowdiff\n"));
    for (const auto& entry : report.findings) {
        CHECK(whole.find(entry.finding.fingerprint) != std::string::npos);
    }
    CHECK(whole.find("would not fit") == std::string::npos);
    CHECK(whole.find("| 19\\.90 | 19\\.89 |") != std::string::npos);

    auto rows = demo_run();
    const auto finding = rows.findings[0];
    for (int n = 0; n < 5'000; ++n) rows.findings.push_back(finding);
    const auto cut = render_markdown(make_report(rows), comment_bytes_max);
    CHECK(cut.size() <= comment_bytes_max);
    CHECK(cut.find(" of 5,007 findings listed") != std::string::npos);
    CHECK(cut.find("### Not verified") != std::string::npos);
    // However many findings there are, each route says how far it is.
    for (const auto& line : report.routes) CHECK(cut.contains(line.readiness + " |\n"));
    CHECK_FALSE(cut.contains(" routes listed: the others would not fit"));
}

TEST_CASE("in Markdown hostile bytes stay text inside their cell") {
    for (const std::string_view text : {"<img src=x onerror=alert(1)>", "a|b", "`x`", "@everyone",
                                        "[x](javascript:alert(1))", "\x1b[2J", "line\nbreak"}) {
        CAPTURE(text);
        const auto markdown = render_markdown(make_report(run_full_of(text)), markdown_bytes_max);
        CHECK(markdown.find(text) == std::string::npos);
        CHECK(markdown.find('\x1b') == std::string::npos);
        CHECK(markdown.find("<img") == std::string::npos);
    }
}
