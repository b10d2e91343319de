// SPDX-License-Identifier: Apache-2.0
// The compliance cases of RFC 9535, where they are at hand: SHADOWDIFF_CORPUS names a folder with
// suites/jsonpath/cts.json.
#include "json/pointer.hpp"
#include "json/query.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace shadowdiff;
using Json = nlohmann::json;

namespace {

Json values_of(const json::Document& document, const std::vector<std::uint32_t>& nodes) {
    auto values = Json::array();
    for (const auto node : nodes) values.push_back(Json::parse(document.source(node)));
    return values;
}

// A case names one result, or several of which any is right.
bool is_expected(const Json& test, const Json& values) {
    if (test.contains("result")) return test["result"] == values;
    for (const auto& result : test["results"]) {
        if (result == values) return true;
    }
    return false;
}

void check_case(const Json& test) {
    const auto name = test["name"].get<std::string>();
    CAPTURE(name);
    const auto query = json::parse_query(test["selector"].get<std::string>());
    const bool is_invalid = test.value("invalid_selector", false);
    CHECK(query.has_value() != is_invalid);
    if (is_invalid || !query) return;
    const auto document = json::parse(test["document"].dump());
    REQUIRE(document);
    const auto nodes = json::evaluate(*query, *document);
    REQUIRE(nodes);
    const auto values = values_of(*document, *nodes);
    CAPTURE(values.dump());
    CHECK(is_expected(test, values));
}

}  // namespace

TEST_CASE("the compliance cases of RFC 9535") {
    const char* corpus = std::getenv("SHADOWDIFF_CORPUS");
    if (corpus == nullptr) {
        MESSAGE("the JSONPath compliance cases are not run: SHADOWDIFF_CORPUS is not set");
        return;
    }
    std::ifstream file{std::filesystem::path{corpus} / "suites/jsonpath/cts.json"};
    REQUIRE(file);
    const auto suite = Json::parse(file);
    CHECK(suite["tests"].size() > 100);
    for (const auto& test : suite["tests"]) check_case(test);
}
