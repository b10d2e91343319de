// SPDX-License-Identifier: Apache-2.0
// Other tools' own cases as oracles: JSON Patch, jd and the JSON Canonicalization Scheme. Of
// deepdiff's files there are results without the documents that they are of.
#include "tests/support/suites.hpp"

#include "diff/diff.hpp"
#include "json/pointer.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

using namespace shadowdiff;

namespace {

using Json = nlohmann::json;

std::string read(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    REQUIRE_MESSAGE(in, file.string());
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// Those that count: without other spellings.
std::vector<diff::Difference> differences(std::string_view one, std::string_view other) {
    const auto legacy = json::parse(Bytes{one});
    const auto candidate = json::parse(Bytes{other});
    REQUIRE(legacy);
    REQUIRE(candidate);
    auto found = diff::diff_json(*legacy, *candidate).list;
    std::erase_if(found, [](const auto& one) { return one.severity == diff::Severity::none; });
    return found;
}

/// "$.a.b" of jd's [\"a\",\"b\"].
std::string path_of(const Json& names) {
    std::string path = "$";
    for (const auto& name : names) path = json::child(path, name.get<std::string>());
    return path;
}

}  // namespace

TEST_CASE("JSON Patch: what a patch changes differs, and nothing else does") {
    const auto suites = test::suites_folder();
    if (suites.empty()) return;
    int compared = 0;
    for (const auto& one : Json::parse(read(suites / "json-patch" / "tests.json"))) {
        if (!one.contains("expected") || one.contains("error") || one.contains("disabled"))
            continue;
        CAPTURE(one.dump());
        const auto& before = one.at("doc");
        const auto& after = one.at("expected");
        const auto found = differences(before.dump(), after.dump());
        CHECK(found.empty() == (before == after));
        CHECK(differences(after.dump(), before.dump()).empty() == (before == after));
        const auto& patch = one.at("patch");
        const auto op = patch.size() == 1 ? patch[0].at("op").get<std::string>() : "";
        const bool is_in_document = !op.empty() && patch[0].at("path") != "";
        if ((op == "add" || op == "remove" || op == "replace") && is_in_document) {
            CHECK(found.size() == 1);
        }
        ++compared;
    }
    CHECK(compared > 10);
}

TEST_CASE("jd: equal is equal, and what differs in objects differs at the same paths") {
    const auto suites = test::suites_folder();
    if (suites.empty()) return;
    int compared = 0;
    for (const auto& one : Json::parse(read(suites / "jd" / "core.json"))) {
        CAPTURE(one.at("name").get<std::string>());
        const auto found = differences(one.at("content_a").get<std::string>(),
                                       one.at("content_b").get<std::string>());
        const auto said = one.at("expected_output").get<std::string>();
        CHECK(found.empty() == said.empty());
        ++compared;
        if (!said.starts_with("@ ")) continue;
        const auto names = Json::parse(said.substr(2, said.find('\n') - 2));
        const bool is_of_objects = std::ranges::all_of(names, &Json::is_string);
        if (!is_of_objects) continue;
        REQUIRE(found.size() == 1);
        CHECK(found[0].path == path_of(names));
    }
    CHECK(compared > 5);
}

TEST_CASE("JCS: a canonical text says what its origin says") {
    const auto suites = test::suites_folder();
    if (suites.empty()) return;
    int compared = 0;
    const auto folder = suites / "jcs" / "testdata";
    for (const auto& entry : std::filesystem::directory_iterator{folder / "input"}) {
        CAPTURE(entry.path().filename().string());
        const auto canonical = folder / "output" / entry.path().filename();
        if (!std::filesystem::exists(canonical)) continue;
        CHECK(differences(read(entry.path()), read(canonical)).empty());
        ++compared;
    }
    CHECK(compared >= 5);
}
