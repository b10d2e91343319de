// SPDX-License-Identifier: Apache-2.0
#include "judge/decision.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::judge;

TEST_CASE("a decision excuses until the end of its last day, and never what is still to fix") {
    struct Row {
        DecidedAs as;
        const char* expires;
        const char* on;
        bool excuses;
    };
    const Row rows[] = {
        {DecidedAs::intended, "", "2099-12-31", true},
        {DecidedAs::legacy_bug, "2026-05-01", "2026-05-01", true},
        {DecidedAs::legacy_bug, "2026-05-01", "2026-05-02", false},
        {DecidedAs::intended, "2026-05-01", "2025-12-31", true},
        {DecidedAs::to_fix, "", "2026-05-01", false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.on);
        FindingDecision decision;
        decision.as = row.as;
        decision.expires = row.expires;
        CHECK(excuses(decision, row.on, diff::Severity::high) == row.excuses);
    }
}

TEST_CASE("a decision does not excuse what has become graver since") {
    FindingDecision decision;
    decision.severity = diff::Severity::medium;
    CHECK(excuses(decision, "2026-05-01", diff::Severity::low));
    CHECK(excuses(decision, "2026-05-01", diff::Severity::medium));
    CHECK_FALSE(excuses(decision, "2026-05-01", diff::Severity::high));
    decision.severity.reset();  // as before severities were recorded
    CHECK(excuses(decision, "2026-05-01", diff::Severity::high));
}

TEST_CASE("names are read as they are written") {
    for (const auto as : {DecidedAs::legacy_bug, DecidedAs::intended, DecidedAs::to_fix}) {
        CHECK(decided_as_from_name(name(as)) == as);
    }
    CHECK_FALSE(decided_as_from_name("legacy_bug").has_value());
    CHECK_FALSE(decided_as_from_name("").has_value());
}

TEST_CASE("a day is one of the calendar") {
    for (const auto* good : {"2026-05-01", "2024-02-29", "1999-12-31"}) CHECK(is_day(good));
    for (const auto* bad : {"", "2026-5-1", "2026-13-01", "2025-02-29", "2026/05/01", "2026-05-0x",
                            "-026-05-01", "2026-05-011"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_day(bad));
    }
}
