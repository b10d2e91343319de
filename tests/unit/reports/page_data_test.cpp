// SPDX-License-Identifier: Apache-2.0
#include "reports/page_data.hpp"

#include "tests/unit/reports/demo_run.hpp"
#include "tests/unit/reports/redacted_text.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

nlohmann::json data_of(const store::RunRows& rows) {
    return nlohmann::json::parse(page_data(make_report(rows)));
}

bool has_line(const nlohmann::json& lines, int mark, const std::string& text) {
    return std::ranges::any_of(
        lines, [&](const auto& line) { return line[0] == mark && line[1] == text; });
}

}  // namespace

TEST_CASE("each finding is there, legacy's value and side told from the candidate's") {
    const auto data = data_of(demo_run());
    REQUIRE(data["findings"].size() == 7);
    const auto& price = data["findings"][0];
    CHECK(price["id"] == "3f9a41c07be2");
    CHECK(price["count"] == 214);
    CHECK(price["legacy"] == "19.90");
    CHECK(price["candidate"] == "19.89");
    const auto& example = data["examples"][price["example"].get<std::size_t>()];
    CHECK(has_line(example["legacy"]["body"], 1, "    \"amount\": 19.90,"));
    CHECK(has_line(example["candidate"]["body"], 1, "    \"amount\": 19.89,"));
    CHECK(has_line(example["legacy"]["headers"], 1, "Cache-Control: max-age=60"));
    CHECK_FALSE(has_line(example["candidate"]["headers"], 1, "Cache-Control: max-age=60"));
}

TEST_CASE("findings that one exchange shows share it") {
    const auto data = data_of(demo_run());
    CHECK(data["examples"].size() == 4);
    CHECK(data["findings"][0]["example"] == data["findings"][6]["example"]);
}

TEST_CASE("there is a command for each leg that has an address") {
    auto rows = demo_run();
    auto commands = data_of(rows)["examples"][0]["commands"];
    REQUIRE(commands.size() == 1);
    CHECK(commands[0]["leg"] == "candidate");
    rows.run.legacy = "http://10.0.0.1:8080";
    commands = data_of(rows)["examples"][0]["commands"];
    REQUIRE(commands.size() == 2);
    CHECK(commands[1]["leg"] == "legacy");
    CHECK(commands[1]["command"].get<std::string>().contains("http://10.0.0.1:8080"));
    rows.run.legacy = "observed";  // through a proxy that knew where it is
    rows.run.facts["legacy_url"] = "http://10.0.0.4:8080";
    commands = data_of(rows)["examples"][0]["commands"];
    REQUIRE(commands.size() == 2);
    CHECK(commands[1]["command"].get<std::string>().contains("http://10.0.0.4:8080"));
}

TEST_CASE("a command that is too long is not there, and never cut") {
    auto rows = demo_run();
    for (auto& row : rows.examples) row.request_body = redacted(std::string(100'000, 'x'));
    for (const auto& example : data_of(rows)["examples"]) CHECK(example["commands"].empty());
}

TEST_CASE("an exchange of which only a light row was kept is no example") {
    auto rows = demo_run();
    for (auto& row : rows.examples) row.is_whole = false;
    const auto data = data_of(rows);
    CHECK(data["examples"].empty());
    for (const auto& finding : data["findings"]) CHECK(finding["example"].is_null());
}

TEST_CASE("steps of time sum to the run") {
    const auto timeline = data_of(demo_run())["timeline"];
    CHECK(timeline["step_s"] == 60);
    CHECK(timeline["seen"] == nlohmann::json{2'965, 6'000 - 2'965});
    CHECK(timeline["judged"] == nlohmann::json{2'789, 5'648 - 2'789});
    CHECK(timeline["mismatches"] == nlohmann::json{178, 423 - 178});
    CHECK(timeline["lower"][0] < 178.0 / 2'789);
    CHECK(timeline["upper"][0] > 178.0 / 2'789);
    CHECK(timeline["lower"][1] < 245.0 / 2'859);
    CHECK(timeline["upper"][1] > 245.0 / 2'859);
}

TEST_CASE("what rises is told from what is steady, and both from what is not known") {
    auto rows = demo_run();
    rows.findings[2].kept -= 1;
    const auto findings = data_of(rows)["findings"];
    CHECK(findings[0]["trend"] == "rising");
    CHECK(findings[0]["trend_words"] == "rising: 60 of 753 before 09:00Z, 154 of 847 since");
    CHECK(findings[1]["trend"] == "steady");
    CHECK(findings[1]["trend_words"] == "steady: 50 of 548 before 09:00Z, 46 of 549 since");
    CHECK(findings[2]["trend"] == "");
    CHECK(findings[2]["trend_words"] == "");
}

TEST_CASE("however many findings with long bodies there are, the page stays small") {
    auto rows = demo_run();
    const auto body = redacted(std::string(200'000, 'x') + "\n" + std::string(200'000, '<'));
    for (int i = 0; i < 300; ++i) {
        auto example = rows.examples[0];
        example.id = std::to_string(i);
        example.request_headers = body;
        for (auto& answer : example.answers) answer.headers = answer.body = body;
        auto finding = rows.findings[0];
        finding.fingerprint = finding.example_id = example.id;
        rows.findings.push_back(std::move(finding));
        rows.examples.push_back(std::move(example));
    }
    const auto text = page_data(make_report(rows));
    CHECK(text.size() < 10'000'000);
    CHECK(nlohmann::json::parse(text)["findings"].size() == 307);
}
