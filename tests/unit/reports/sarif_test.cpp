// SPDX-License-Identifier: Apache-2.0
#include "reports/render.hpp"
#include "reports/summary.hpp"
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

nlohmann::json sarif_run(const Report& report, const ApiPlaces& places = {}) {
    return nlohmann::json::parse(render_sarif(report, places))["runs"][0];
}

}  // namespace

TEST_CASE("a finding of a declared route has its line, another has its name only") {
    const auto run =
        sarif_run(make_report(demo_run()), {"api/open api.yaml", {{"GET /products/{id}", 17}}});
    REQUIRE(run["results"].size() == 7);
    const auto& price = run["results"][0];
    CHECK(price["ruleId"] == "changed");
    CHECK(price["level"] == "error");
    CHECK(price["message"]["text"] ==
          "GET /products/{id} $.price.amount changed: legacy 19.90, candidate 19.89; 214 "
          "exchanges; rising: 60 of 753 before 09:00Z, 154 of 847 since");
    CHECK(price["partialFingerprints"]["shadowdiffFinding/v1"] == "3f9a41c07be2");
    const auto& place = price["locations"][0]["physicalLocation"];
    CHECK(place["artifactLocation"]["uri"] == "api/open%20api.yaml");
    CHECK(place["region"]["startLine"] == 17);
    CHECK_FALSE(run["results"][1]["locations"][0].contains("physicalLocation"));
    CHECK(run["results"][6]["level"] == "warning");
}

TEST_CASE("a finding that somebody accepted is there, suppressed") {
    Evidence evidence;
    evidence.decisions = {{.fingerprint = "3f9a41c07be2",
                           .as = judge::DecidedAs::intended,
                           .reason = "rounding was wrong",
                           .owner = "ines",
                           .decided = "2026-03-01",
                           .expires = "",
                           .route = "",
                           .path = "",
                           .kind = ""}};
    const auto run = sarif_run(make_report(demo_run(), {}, evidence));
    CHECK(run["results"].size() == 7);
    CHECK(run["results"][0]["suppressions"][0]["justification"] == "ines: rounding was wrong");
    CHECK(run["results"][1]["suppressions"].empty());
}

TEST_CASE("the run says the answer, the totals, and the questions in their order") {
    const auto report = make_report(demo_run());
    const auto properties = sarif_run(report)["properties"];
    CHECK(properties["answer"] == "NO-GO");
    CHECK(properties["seen"] == 6'000);
    const auto lines = summary(report);
    REQUIRE(properties["questions"].size() == lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        CHECK(properties["questions"][i]["question"] == lines[i].question);
    }
}
