// SPDX-License-Identifier: Apache-2.0
#include "reports/render.hpp"
#include "reports/summary.hpp"
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff;
using namespace shadowdiff::reports;

TEST_CASE(
    "the answer and the questions come first, in their order; then what they are counted from") {
    const auto report = make_report(demo_run());
    const auto csv = render_csv(report);
    CHECK(
        csv.starts_with("part,name,value,route,path,kind,severity,exchanges,places,state,legacy,"
                        "candidate,hint,trend\r\nanswer,NO-GO,"));
    std::size_t at = 0;
    for (const auto& line : summary(report)) {
        CAPTURE(line.question);
        const auto found = csv.find("\r\nquestion," + line.question + ",", at);
        REQUIRE(found != std::string::npos);
        at = found + 1;
    }
    CHECK(csv.find("\r\nledger,match,5034,", at) != std::string::npos);
    CHECK(csv.find("\r\ntotal,seen,6000,", at) != std::string::npos);
}

TEST_CASE("legacy's value stands before the candidate's in a row of a finding") {
    const auto csv = render_csv(make_report(demo_run()));
    CHECK(csv.contains(
        "\r\nfinding,3f9a41c07be2,000000000000000000000000a11ce001,GET "
        "/products/{id},$.price.amount,"
        "changed,high,214,214,,19.90,19.89,,\"rising: 60 of 753 before 09:00Z, 154 of 847 "
        "since\"\r\n"));
}

TEST_CASE("no cell is a formula") {
    for (const char* hostile : {"=cmd|' /c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=1"}) {
        CAPTURE(hostile);
        const auto csv = render_csv(make_report(run_full_of(hostile)));
        bool is_start = true;
        bool is_quoted = false;
        for (std::size_t i = 0; i < csv.size(); ++i) {
            if (is_start) {
                const auto first = csv[i] == '"' ? csv[i + 1] : csv[i];
                CHECK_FALSE(std::string{"=+-@\t\r"}.contains(
                    first == '\r' && csv[i + 1] == '\n' ? 'x' : first));
            }
            if (csv[i] == '"') is_quoted = !is_quoted;
            is_start = !is_quoted && (csv[i] == ',' || csv[i] == '\n');
        }
    }
}
