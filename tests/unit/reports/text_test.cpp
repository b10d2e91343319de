// SPDX-License-Identifier: Apache-2.0
#include "reports/display.hpp"
#include "reports/model.hpp"
#include "reports/render.hpp"
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = text.find('\n', from);
        lines.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return lines;
}

}  // namespace

TEST_CASE("the first lines say what ran and whether it may ship") {
    const auto lines = lines_of(render_text(make_report(demo_run())));
    REQUIRE(lines.size() > 4);
    CHECK(lines[0] == "shadowdiff report · interface lo · 6,000 requests in 8 s");
    CHECK(lines[3].starts_with("NO-GO  mismatches of severity medium or high over the limit"));
}

TEST_CASE("no line has spaces at its end or is wider than the terminal") {
    const store::RunRows rows = demo_run();
    for (std::size_t columns = 64; columns <= 160; columns += 8) {
        CAPTURE(columns);
        const TextStyle style{.colours = false, .columns = columns};
        for (const std::string& text :
             {render_text(make_report(rows), style), render_exchange(rows.examples[0], style),
              render_exchange(rows.examples[1], style), render_exchange(rows.examples[3], style)}) {
            for (const std::string& line : lines_of(text)) {
                CAPTURE(line);
                CHECK_FALSE(line.ends_with(' '));
                CHECK(display_width(line) <= columns);
            }
        }
    }
}

TEST_CASE("without colours there is no escape sequence, and colours change nothing else") {
    const Report report = make_report(demo_run());
    const std::string plain = render_text(report);
    std::string coloured = render_text(report, {.colours = true, .columns = 100});
    CHECK_FALSE(plain.contains("\x1b"));
    CHECK(coloured.contains("\x1b[1;31mNO-GO\x1b[0m"));
    for (std::size_t at = coloured.find('\x1b'); at != std::string::npos;
         at = coloured.find('\x1b')) {
        coloured.erase(at, coloured.find('m', at) - at + 1);
    }
    CHECK(coloured == plain);
}

TEST_CASE("legacy's value stands before the candidate's, in the report and in an exchange") {
    const store::RunRows rows = demo_run();
    CHECK(render_text(make_report(rows)).contains("changed: legacy 19.90 → candidate 19.89"));
    const std::string exchange = render_exchange(rows.examples.front());
    CHECK(exchange.contains("legacy 19.90 → candidate 19.89"));
    CHECK(exchange.contains("!     \"amount\": 19.90,"));
    CHECK(exchange.find("\"amount\": 19.90") < exchange.find("\"amount\": 19.89"));
    CHECK(exchange.find("\nlegacy ") < exchange.find("│ candidate"));
}

TEST_CASE("a ledger that does not balance is the loudest thing in it") {
    store::RunRows rows = demo_run();
    rows.seen += 1;
    CHECK(
        render_text(make_report(rows)).contains("THE LEDGER DOES NOT BALANCE: 6,001 seen, 6,000"));
}

TEST_CASE("long lists are cut and counted") {
    store::RunRows rows = demo_run();
    const store::FindingRow finding = rows.findings.front();
    rows.findings.assign(45, finding);
    const std::string text = render_text(make_report(rows));
    CHECK(text.contains("Findings · 45"));
    CHECK(text.contains("… and 5 more findings"));
}

TEST_CASE("a run without findings, noise or end still reads well") {
    const std::string text = render_text(make_report({}));
    CHECK(text.contains("0 requests · no end recorded"));
    CHECK(text.contains("INCONCLUSIVE  no exchange was judged"));
    CHECK(text.contains("Findings\n  none"));
    CHECK_FALSE(text.contains("Noise ·"));
    CHECK_FALSE(text.contains("Mismatch rate"));
}

TEST_CASE("an exchange shows failures, further answers and why") {
    const store::RunRows rows = demo_run();
    const std::string failed = render_exchange(rows.examples[3]);
    CHECK(failed.contains("reset before answer: 10.0.0.2:8081"));
    CHECK(failed.contains("the candidate gave no complete answer"));
    CHECK(render_exchange(rows.examples[0]).contains("further answers\n  secondary · 200 · sent"));
}

TEST_CASE("of an exchange that is kept in outline no more is told than is known") {
    store::ExchangeRow row;
    row.id = "25335abff1c6e91ccd5828c5104f81a9";
    row.seen_at_us = 1'610'000'000'000'000;
    row.route = "POST /form/{id}";
    row.verdict = "excluded";
    row.reason = "unsafe_method";
    row.severity = "none";
    CHECK(render_exchange(row) ==
          "exchange 25335abff1c6e91ccd5828c5104f81a9 · POST /form/{id}\n"
          "2021-01-07T06:13:20.000Z\n"
          "\n"
          "excluded, unsafe method\n"
          "\n"
          "Only the outline of this exchange is kept: neither request nor answers.\n");
    row.verdict = "mismatch";
    row.reason = "";
    row.severity = "high";
    row.legacy_status = 200;
    row.candidate_status = 500;
    row.shown = {{.fingerprint = "",
                  .pattern = "status",
                  .kind = "changed",
                  .standing = "finding",
                  .severity = "high",
                  .places = 1}};
    CHECK(
        render_exchange(row).ends_with("answers.\n"
                                       "  legacy 200\n"
                                       "  candidate 500\n"
                                       "  status changed · high, finding\n"));
}

TEST_CASE("an exchange without answers is still shown") {
    store::ExchangeRow row = demo_run().examples.front();
    row.answers.clear();
    row.differences.clear();
    row.verdict = "dropped";
    row.reason = "answer_not_seen";
    row.severity = "none";
    const std::string text = render_exchange(row);
    CHECK(text.contains("\ndropped, answer not seen\n"));
    CHECK(text.contains("no answer"));
    CHECK_FALSE(text.contains("differences"));
}
