// SPDX-License-Identifier: Apache-2.0
#include "reports/decision_state.hpp"

#include "reports/render.hpp"
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

judge::FindingDecision decision_about(std::string fingerprint, std::string owner) {
    return {.fingerprint = std::move(fingerprint),
            .as = judge::DecidedAs::intended,
            .reason = "the \x1b[31mnew <b> rounding",
            .owner = std::move(owner),
            .decided = "2026-02-27",
            .expires = "2026-09-30",
            .route = "GET /gone",
            .path = "$.gone",
            .kind = "missing"};
}

Report decided_report() {
    Evidence evidence;
    evidence.decisions = {decision_about("000000000000", "quentin"),
                          decision_about("3f9a41c07be2", "o'x"),
                          decision_about("000000000000", "zoe")};
    return make_report(demo_run(), {}, evidence);
}

// Line ends and Markdown's own signs aside.
std::string flat(std::string text) {
    std::erase(text, '\\');
    std::ranges::replace(text, '\n', ' ');
    for (auto at = text.find("  "); at != std::string::npos; at = text.find("  ")) {
        text.erase(at, 1);
    }
    return text;
}

}  // namespace

TEST_CASE("a decision says who, as what, when, until when, why and about what") {
    const auto report = decided_report();
    CHECK(
        decision_sentences(report) ==
        std::vector<std::string>{
            "3f9a41c07be2 $.price.amount changed on GET /products/{id}: intended by o'x, decided "
            "2026-02-27, until 2026-09-30 (does not count): the \x1b[31mnew <b> rounding",
            "000000000000 $.gone missing on GET /gone: intended by zoe, decided 2026-02-27, until "
            "2026-09-30 (not found in this run): the \x1b[31mnew <b> rounding"});
}

TEST_CASE("every form tells each decision, those about what is not there as well") {
    const auto report = decided_report();
    for (const auto& form : {render_text(report), render_markdown(report, markdown_bytes_max),
                             render_csv(report), render_junit(report), render_json(report),
                             render_html(report), render_gate_json(report)}) {
        CAPTURE(form);
        for (const char* part :
             {"3f9a41c07be2", "2026-02-27", "2026-09-30", "000000000000", "zoe", "rounding"}) {
            CAPTURE(part);
            CHECK(flat(form).contains(part));
        }
        CHECK_FALSE(form.contains("\x1b[31m"));
        CHECK_FALSE(form.contains("quentin"));
    }
    CHECK(flat(render_text(report)).contains("1 decision is about what this run does not show"));
    const auto json = nlohmann::json::parse(render_json(report))["decisions"];
    REQUIRE(json.size() == 2);
    CHECK(json[0]["state"] == "holds");
    CHECK(json[1]["state"] == "not_found");
}
