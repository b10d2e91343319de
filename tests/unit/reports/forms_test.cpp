// SPDX-License-Identifier: Apache-2.0
// What every form of the report must say alike.
#include "reports/model.hpp"
#include "reports/render.hpp"
#include "reports/summary.hpp"
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

struct Form {
    std::string name;
    std::string text;
};

std::vector<Form> forms_of(const Report& report) {
    std::vector<Form> forms = {{"text", render_text(report, {.colours = false, .columns = 400})},
                               {"markdown", render_markdown(report, markdown_bytes_max)},
                               {"comment", render_markdown(report, comment_bytes_max)},
                               {"json", render_json(report)},
                               {"junit", render_junit(report)},
                               {"sarif", render_sarif(report)},
                               {"csv", render_csv(report)},
                               {"html", render_html(report)}};
    for (Form& form : forms) std::erase(form.text, '\\');  // Markdown's and JSON's own
    return forms;
}

// Where the answer stands right behind its question, not before `at`.
std::size_t answer_in(const std::string& text, const SummaryLine& line, std::size_t at) {
    // As far as no form writes it otherwise.
    const auto plain = line.answer.substr(0, line.answer.find_first_of("<>&\"'(\xe2"));
    constexpr std::size_t near = 80;
    for (auto found = text.find(plain, at); found != std::string::npos;
         found = text.find(plain, found + 1)) {
        const auto begin = found - std::min(found, near);
        if (text.substr(begin, found - begin).contains(line.question)) return found;
    }
    return std::string::npos;
}

}  // namespace

TEST_CASE("every form answers the same questions in the same order, the gate's first") {
    const auto report = make_report(demo_run());
    for (const auto& [name, text] : forms_of(report)) {
        CAPTURE(name);
        CHECK(text.contains("NO-GO"));
        std::size_t at = 0;
        for (const auto& line : summary(report)) {
            CAPTURE(line.question);
            const auto found = answer_in(text, line, at);
            REQUIRE(found != std::string::npos);
            at = found + 1;
        }
    }
}

TEST_CASE("every form has the run's totals, and legacy's value before the candidate's") {
    const auto report = make_report(demo_run());
    for (const auto& [name, text] : forms_of(report)) {
        CAPTURE(name);
        CHECK(text.contains("6,000 seen"));
        CHECK(text.contains("423 of 5,648 judged"));
        const auto legacy = text.find("19.90");
        REQUIRE(legacy != std::string::npos);
        CHECK(legacy < text.find("19.89"));
    }
}

TEST_CASE(
    "every form that lists places has the candidate as the odd one out, legacy's count first") {
    auto rows = demo_run();
    rows.odd_one_out[0].only_legacy = 4'321;
    rows.odd_one_out[0].only_candidate = 8'765;
    const auto report = make_report(rows);
    for (const auto& [name, text] : forms_of(report)) {
        if (name == "junit" || name == "sarif") continue;  // checks and places of findings
        CAPTURE(name);
        auto plain = text;
        std::erase(plain, ',');
        const auto legacy = plain.find("4321");
        REQUIRE(legacy != std::string::npos);
        CHECK(legacy < plain.find("8765"));
    }
    rows.odd_one_out[0].q = 0.5;  // chance
    for (const auto& [name, text] : forms_of(make_report(rows))) {
        CAPTURE(name);
        CHECK_FALSE(text.contains("4,321"));
        if (name != "html") CHECK_FALSE(text.contains("4321"));  // the page's script is long
    }
}

TEST_CASE("every form tells what each rule set aside, of whom, until when and why") {
    for (const auto& [name, text] : forms_of(make_report(demo_run()))) {
        CAPTURE(name);
        auto plain = text;
        for (std::size_t at = 0; (at = plain.find('\n', at)) != std::string::npos;) plain[at] = ' ';
        for (const auto* part : {"validators", "headers.etag", "ana", "2026-12-31",
                                 "each side has validators of its own", "66", "floats", "berk"}) {
            CAPTURE(part);
            CHECK(plain.contains(part));
        }
    }
}

TEST_CASE("as many rules are listed as fit into a comment, and the others counted") {
    auto rows = demo_run();
    for (int n = 0; n < 2'000; ++n) rows.rules.push_back(rows.rules[0]);
    const auto comment = render_markdown(make_report(rows), comment_bytes_max);
    CHECK(comment.size() <= comment_bytes_max);
    CHECK(comment.contains(" of 2,002 rules listed: the others would not fit"));
    CHECK(comment.contains("### Findings"));
}

TEST_CASE("a run that ends before it began says that the clock was set back") {
    auto rows = demo_run();
    CHECK_FALSE(render_text(make_report(rows)).contains("set back"));
    rows.run.ended_at_us = rows.run.started_at_us - 1;
    CHECK(render_text(make_report(rows), {.columns = 400}).contains("Z (the clock was set back);"));
    rows = demo_run();
    rows.run.started_at_us += 600'000'000;  // requests long before it, too
    rows.run.ended_at_us += 900'000'000;
    CHECK(render_csv(make_report(rows)).contains("(the clock was set back)"));
    rows.run.source = "file day.pcap";  // has times of its own
    CHECK_FALSE(render_csv(make_report(rows)).contains("set back"));
}

TEST_CASE("a run without an end says why no digest was taken of its file") {
    auto rows = demo_run();
    rows.run.ended_at_us = 0;
    auto report = make_report(rows);
    report.file = "nights/it's.db";
    report.flags = "--limit 1";
    CHECK(summary(report).back().answer == R"(shadowdiff report 'nights/it'\''s.db' --limit 1, )"
                                           "SHA-256 not taken: the run has no end");
}

TEST_CASE("every form says in what merged runs differ") {
    auto rows = demo_run();
    rows.run.facts = {{"merged_candidate_version", "v2; v3; v4; v5; not known"},
                      {"legacy_version", "v1"}};
    for (const auto& [name, text] : forms_of(make_report(rows))) {
        CAPTURE(name);
        CHECK(text.contains(
            "candidate version several (v2, v3, v4 and 2 more), legacy version v1, rules unknown"));
    }
}

TEST_CASE("equal rows give equal bytes in every form") {
    const auto one = forms_of(make_report(demo_run()));
    const auto other = forms_of(make_report(demo_run()));
    for (std::size_t i = 0; i < one.size(); ++i) {
        CAPTURE(one[i].name);
        const bool is_same = one[i].text == other[i].text;
        CHECK(is_same);
    }
}
