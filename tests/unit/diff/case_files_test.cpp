// SPDX-License-Identifier: Apache-2.0
// Runs fixtures/diff/*.json; its README tells what is in a case.
#include "tests/unit/diff/shown.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace shadowdiff;

namespace {

std::vector<std::filesystem::path> case_files() {
    const char* fixtures = std::getenv("SHADOWDIFF_FIXTURES");
    REQUIRE_MESSAGE(fixtures != nullptr, "SHADOWDIFF_FIXTURES must name the fixtures folder");
    std::vector<std::filesystem::path> files;
    for (const auto& entry :
         std::filesystem::directory_iterator{std::filesystem::path{fixtures} / "diff"}) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

test::Lines expected_lines(const nlohmann::json& expected) {
    test::Lines lines;
    for (const auto& one : expected) {
        lines.push_back(
            one.at("path").get<std::string>() + " = " + one.at("pattern").get<std::string>() + " " +
            one.at("kind").get<std::string>() + " " + one.at("severity").get<std::string>());
    }
    return lines;
}

test::Lines found_lines(const diff::Differences& differences) {
    test::Lines lines;
    for (const auto& one : differences.list) {
        lines.push_back(one.path + " = " + one.pattern + " " + std::string{name(one.kind)} + " " +
                        std::string{name(one.severity)});
    }
    return lines;
}

}  // namespace

TEST_CASE("every case file holds") {
    std::size_t count = 0;
    for (const auto& file : case_files()) {
        std::ifstream in{file};
        for (const auto& row : nlohmann::json::parse(in)) {
            const auto name = row.at("name").get<std::string>();
            CAPTURE(file.filename().string());
            CAPTURE(name);
            CHECK_FALSE(row.at("why").get<std::string>().empty());
            const auto legacy = row.at("legacy").get<std::string>();
            const auto candidate = row.at("candidate").get<std::string>();
            CHECK(found_lines(test::diff_texts(legacy, candidate)) ==
                  expected_lines(row.at("expected")));
            CHECK(test::diff_texts(candidate, legacy).list.empty() == row.at("expected").empty());
            CHECK(test::diff_texts(legacy, legacy).list.empty());
            ++count;
        }
    }
    CHECK(count > 80);
}
