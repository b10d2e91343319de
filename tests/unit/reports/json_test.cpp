// SPDX-License-Identifier: Apache-2.0
#include "reports/model.hpp"
#include "reports/render.hpp"
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::reports;
using Json = nlohmann::ordered_json;

namespace {

Json json_of(const store::RunRows& rows) { return Json::parse(render_json(make_report(rows))); }

std::vector<std::string> keys(const Json& object) {
    std::vector<std::string> names;
    for (const auto& [name, value] : object.items()) names.push_back(name);
    return names;
}

}  // namespace

TEST_CASE("the keys stand in their documented order") {
    const Json json = json_of(demo_run());
    CHECK(keys(json) ==
          std::vector<std::string>{"schema_version", "run",      "gate",        "summary",
                                   "totals",         "ledger",   "coverage",    "routes",
                                   "findings",       "causes",   "in_common",   "decisions",
                                   "rules",          "fixed",    "not_seen",    "latency",
                                   "timeline",       "failures", "statuses",    "dimensions",
                                   "never_asked",    "noise",    "odd_one_out", "not_verified"});
    CHECK(keys(json["findings"][0]) ==
          std::vector<std::string>{"fingerprint", "route", "path", "kind", "count", "places",
                                   "severity", "reproduced", "kept", "since", "excused_by",
                                   "decision", "first_seen", "last_seen", "trend", "example"});
    CHECK(json["schema_version"] == 2);
}

TEST_CASE("a finding has its numbers, and legacy's value under legacy") {
    const Json finding = json_of(demo_run())["findings"][0];
    CHECK(finding["route"] == "GET /products/{id}");
    CHECK(finding["path"] == "$.price.amount");
    CHECK(finding["kind"] == "changed");
    CHECK(finding["count"] == 214);
    CHECK(finding["first_seen"] == "2026-03-02T08:59:57.000Z");
    CHECK(finding["example"]["legacy"] == "19.90");
    CHECK(finding["example"]["candidate"] == "19.89");
}

TEST_CASE("a finding's trend has both parts of the run, and is null where it is not known") {
    auto rows = demo_run();
    rows.findings[1].kept = 0;
    const Json findings = json_of(rows)["findings"];
    CHECK(keys(findings[0]["trend"]) ==
          std::vector<std::string>{"direction", "since", "earlier", "later"});
    CHECK(findings[0]["trend"]["direction"] == "rising");
    CHECK(findings[0]["trend"]["since"] == "2026-03-02T09:00:00.000Z");
    CHECK(findings[0]["trend"]["earlier"] == Json{{"exchanges", 60}, {"judged", 753}});
    CHECK(findings[0]["trend"]["later"] == Json{{"exchanges", 154}, {"judged", 847}});
    CHECK(findings[1]["trend"].is_null());
    CHECK(findings[2]["trend"]["direction"] == "steady");
    CHECK(findings[3]["trend"]["direction"] == "falling");
}

TEST_CASE("the ledger's lines sum to what was seen") {
    const Json json = json_of(demo_run());
    std::uint64_t sum = 0;
    for (const Json& line : json["ledger"]["lines"]) sum += line["n"].get<std::uint64_t>();
    CHECK(sum == json["totals"]["seen"]);
    CHECK(json["ledger"]["sum"] == sum);
    CHECK(json["ledger"]["balances"] == true);
    CHECK(json["totals"]["mismatches"] == 423);
    CHECK(json["totals"]["low_mismatches"] == 3);
}

TEST_CASE("what is not there is null, not an empty text") {
    store::RunRows rows = demo_run();
    rows.run.secondary.clear();
    rows.run.ended_at_us = 0;
    const Json json = json_of(rows);
    CHECK(json["run"]["secondary"].is_null());
    CHECK(json["run"]["ended_at"].is_null());
    CHECK(json["run"]["is_complete"] == false);
    CHECK(json["ledger"]["lines"][0]["reason"].is_null());
    CHECK(json["routes"].back()["answer"].is_null());
}

TEST_CASE("empty lists are lists") {
    const Json json = json_of({});
    for (const char* key :
         {"routes", "findings", "failures", "statuses", "noise", "not_verified"}) {
        CAPTURE(key);
        CHECK(json[key].is_array());
    }
    CHECK(json["coverage"].is_object());
}

TEST_CASE("numbers that no double holds stay whole") {
    store::RunRows rows;
    rows.seen = 18'446'744'073'709'551'615U;
    CHECK(render_json(make_report(rows)).find("18446744073709551615") != std::string::npos);
}

TEST_CASE("the same rows give the same bytes") {
    CHECK(render_json(make_report(demo_run())) == render_json(make_report(demo_run())));
}
