// SPDX-License-Identifier: Apache-2.0
#include "diff/json/pair_runs.hpp"

#include "json/canonical_hash.hpp"
#include "tests/unit/diff/shown.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <numeric>
#include <string>
#include <vector>

using namespace shadowdiff;

namespace {

struct Array {
    json::Document document;
    json::Hashes hashes = json::canonical_hashes(document);

    diff::Elements elements() const {
        diff::Elements result{document, hashes, {}};
        for (std::uint32_t i = 1; i < document.nodes().size(); i = document.nodes()[i].next) {
            result.nodes.push_back(i);
        }
        return result;
    }
};

std::string shown(const std::optional<std::size_t>& position) {
    return position ? std::to_string(*position) : "-";
}

/// All elements of both arrays as one run: "legacy position|candidate position".
test::Lines element_pairs(const std::string& legacy, const std::string& candidate) {
    const Array one{json::parse(legacy).value()};
    const Array other{json::parse(candidate).value()};
    const auto in_legacy = one.elements();
    const auto in_candidate = other.elements();
    std::vector<std::size_t> legacy_run(in_legacy.size());
    std::vector<std::size_t> candidate_run(in_candidate.size());
    std::iota(legacy_run.begin(), legacy_run.end(), std::size_t{0});
    std::iota(candidate_run.begin(), candidate_run.end(), std::size_t{0});
    std::vector<diff::ElementPair> found;
    diff::pair_runs(in_legacy, legacy_run, in_candidate, candidate_run, found);
    test::Lines result;
    for (const auto& pair : found) {
        result.push_back(shown(pair.legacy) + "|" + shown(pair.candidate));
    }
    return result;
}

std::string numbers(int begin, int end) {
    std::string text = "[";
    for (int i = begin; i < end; ++i) text += fmt::format("{}{}", i == begin ? "" : ",", i);
    return text + "]";
}

}  // namespace

TEST_CASE("runs are paired in their order, the more alike the better") {
    struct Row {
        const char* name;
        const char* legacy;
        const char* candidate;
        test::Lines pairs;
    };
    const std::vector<Row> rows{
        {"nothing", "[]", "[]", {}},
        {"only legacy", "[1,2]", "[]", {"0|-", "1|-"}},
        {"only the candidate", "[]", "[1]", {"-|0"}},
        {"scalars", "[1,2]", "[3,4]", {"0|0", "1|1"}},
        {"one scalar more", "[1]", "[3,4]", {"0|0", "-|1"}},
        {"another type is better than none", "[1]", R"(["1"])", {"0|0"}},
        {"the same type is better than another", "[1]", R"(["1",2])", {"-|0", "0|1"}},
        {"objects with a common value",
         R"([{"a":1,"b":2}])",
         R"([{"a":5,"b":6},{"a":1,"b":7}])",
         {"-|0", "0|1"}},
        {"a window that slid by one",
         R"([{"k":1,"v":1},{"k":2,"v":1},{"k":3,"v":1}])",
         R"([{"k":2,"v":2},{"k":3,"v":2},{"k":4,"v":2}])",
         {"0|-", "1|0", "2|1", "-|2"}},
        {"objects without a common name", R"([{"a":1}])", R"([{"b":1}])", {"0|-", "-|0"}},
        {"empty objects are alike", "[{}]", "[{}]", {"0|0"}},
        {"an empty object and another", "[{}]", R"([{"a":1}])", {"0|-", "-|0"}},
        {"null become an object", "[null]", R"([{"a":1}])", {"0|0"}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(element_pairs(row.legacy, row.candidate) == row.pairs);
    }
}

TEST_CASE("long runs are paired as they stand") {
    const auto result = element_pairs(numbers(0, 33), numbers(100, 135));
    REQUIRE(result.size() == 35);
    CHECK(result.front() == "0|0");
    CHECK(result[32] == "32|32");
    CHECK(result[33] == "-|33");
    CHECK(result[34] == "-|34");
}
