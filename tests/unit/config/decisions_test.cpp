// SPDX-License-Identifier: Apache-2.0
#include "config/decisions.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::config;

namespace {

judge::FindingDecision sample() {
    return {.fingerprint = "3f9a41c07be2",
            .as = judge::DecidedAs::legacy_bug,
            .reason = "legacy rounds \"half down\"\n\\ see ticket \x7f",
            .owner = "ana@shop.example",
            .decided = "2026-05-01",
            .expires = "2026-08-01",
            .route = "GET /products/{id}",
            .path = "$.price",
            .kind = "changed"};
}

std::string faults_of(std::string_view toml) {
    return to_text(parse_decisions(toml, "d.toml").faults);
}

}  // namespace

TEST_CASE("what is appended is read back as it was") {
    auto second = sample();
    second.expires.clear();
    second.as = judge::DecidedAs::to_fix;
    second.reason = "é 日本 # no comment";
    const auto text = "# ours\n" + render_decision(sample()) + render_decision(second);
    const auto read = parse_decisions(text, "d.toml");
    CHECK(to_text(read.faults).empty());
    CHECK(read.list == std::vector{sample(), second});
}

TEST_CASE("all faults are told at once, with their place") {
    CHECK(faults_of("").empty());
    CHECK(faults_of("[[decision]\n").find("d.toml:1:") == 0);
    const auto faults = faults_of(
        "[[decision]]\nfinding = \"a\"\nas = \"fine\"\nreason = \"\"\nexpires = \"soon\"\n"
        "colour = 3\n");
    CHECK(faults.find("a decision needs its owner") != std::string::npos);
    CHECK(faults.find("d.toml:3:") != std::string::npos);
    CHECK(faults.find("\"fine\" is none of legacy-bug, intended, to-fix") != std::string::npos);
    CHECK(faults.find("reason is empty") != std::string::npos);
    CHECK(faults.find("expires is no day") != std::string::npos);
    CHECK(faults.find("unknown key colour") != std::string::npos);
    CHECK(faults_of("decision = 3").find("only [[decision]]") != std::string::npos);
    CHECK(faults_of("[[rules]]\nx = 1").find("only [[decision]]") != std::string::npos);
    CHECK(faults_of("decision = [1]").find("a decision is a table") != std::string::npos);
}

TEST_CASE("a day may be a TOML date") {
    const auto read = parse_decisions(
        "[[decision]]\nfinding='a'\nas='intended'\nreason='r'\nowner='o'\ndecided=2026-05-01\n",
        "d.toml");
    REQUIRE(read.list.size() == 1);
    CHECK(read.list[0].decided == "2026-05-01");
}
