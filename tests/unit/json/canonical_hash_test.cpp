// SPDX-License-Identifier: Apache-2.0
#include "json/canonical_hash.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

using shadowdiff::json::canonical_hashes;
using shadowdiff::json::parse;

namespace {

std::uint64_t hash_of(const std::string& text) {
    return canonical_hashes(parse(text).value()).at(0);
}

}  // namespace

TEST_CASE("spelling and the order of members do not change a hash") {
    const std::vector<std::pair<std::string, std::string>> same{
        {"1", "1.0"},
        {"100", "1e2"},
        {"-0", "0"},
        {R"("\u00e9")", "\"\u00e9\""},
        {R"({"a":1,"b":[2]})", R"( { "b" : [ 2.0 ], "a" : 1 } )"},
        {R"({"\u0061":{"x":null,"y":true}})", R"({"a":{"y":true,"x":null}})"},
        {R"([{"a":1,"b":2}])", R"([{"b":2,"a":1}])"},
    };
    for (const auto& [one, other] : same) {
        CAPTURE(one);
        CHECK(hash_of(one) == hash_of(other));
    }
}

TEST_CASE("values that differ have hashes that differ") {
    const std::vector<std::string> texts{
        "null",
        "true",
        "false",
        "0",
        "1",
        "\"1\"",
        "\"\"",
        "\"true\"",
        "\"null\"",
        "[]",
        "{}",
        "[[]]",
        "[{}]",
        "[null]",
        "[0]",
        "[1,2]",
        "[2,1]",
        "[[1],2]",
        "[[1,2]]",
        "[1,[2]]",
        "[1,1,2]",
        R"({"a":1})",
        R"({"a":"1"})",
        R"({"b":1})",
        R"({"a":{}})",
        R"({"":""})",
        R"({"a":[]})",
        R"({"a":null})",
        R"({"a":1,"b":2})",
        R"({"a":2,"b":1})",
        R"({"a":{"b":1}})",
        R"({"a":1,"a":1})",
        R"([{"a":1}])",
    };
    std::set<std::uint64_t> hashes;
    for (const auto& text : texts) hashes.insert(hash_of(text));
    CHECK(hashes.size() == texts.size());
}

TEST_CASE("each node of the tape has its own hash") {
    const auto hashes = canonical_hashes(parse(R"([{"a":7},7,{"a":7.0}])").value());
    REQUIRE(hashes.size() == 8);
    CHECK(hashes[1] == hashes[5]);
    CHECK(hashes[3] == hashes[4]);
    CHECK(hashes[1] != hashes[4]);
}
