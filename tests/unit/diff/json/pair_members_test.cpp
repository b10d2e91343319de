// SPDX-License-Identifier: Apache-2.0
#include "diff/json/pair_members.hpp"

#include "tests/unit/diff/shown.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace shadowdiff;

namespace {

/// "name legacy|candidate", with the sources of the values and "-" for none; "!" marks a surplus.
test::Lines member_pairs(const std::string& legacy, const std::string& candidate) {
    const auto one = json::parse(legacy).value();
    const auto other = json::parse(candidate).value();
    diff::MemberNames in_legacy;
    diff::MemberNames in_candidate;
    diff::list_members(one, 0, in_legacy);
    diff::list_members(other, 0, in_candidate);
    std::vector<diff::MemberPair> found;
    diff::pair_members(one, in_legacy, other, in_candidate, found);
    test::Lines result;
    for (const auto& pair : found) {
        const auto& named_in = pair.legacy ? one : other;
        const auto name = pair.legacy ? in_legacy[*pair.legacy] : in_candidate[*pair.candidate];
        auto line = named_in.string_value(named_in.nodes()[name]);
        line += ' ';
        line += pair.legacy ? one.source(in_legacy[*pair.legacy] + 1) : "-";
        line += '|';
        line += pair.candidate ? other.source(in_candidate[*pair.candidate] + 1) : "-";
        if (pair.is_duplicate) line += '!';
        result.push_back(line);
    }
    return result;
}

}  // namespace

TEST_CASE("members are paired by name") {
    struct Row {
        const char* name;
        const char* legacy;
        const char* candidate;
        test::Lines pairs;
    };
    const std::vector<Row> rows{
        {"empty", "{}", "{}", {}},
        {"the same order", R"({"a":1,"b":2})", R"({"a":3,"b":4})", {"a 1|3", "b 2|4"}},
        {"another order", R"({"a":1,"b":2})", R"({"b":4,"a":3})", {"a 1|3", "b 2|4"}},
        {"one each", R"({"a":1})", R"({"b":2})", {"a 1|-", "b -|2"}},
        {"legacy's order, then the candidate's",
         R"({"z":1,"a":2})",
         R"({"y":3,"b":4,"a":5})",
         {"z 1|-", "a 2|5", "y -|3", "b -|4"}},
        {"values that are containers",
         R"({"a":{"b":1,"c":2},"d":3})",
         R"({"d":4,"a":{}})",
         {R"(a {"b":1,"c":2}|{})", "d 3|4"}},
        {"names with escapes", R"({"\u0061":1})", R"({"b":2,"a":3})", {"a 1|3", "b -|2"}},
        {"several names with escapes",
         R"({"\u0061":1,"\u0062":2,"\u0063":3})",
         R"({"\u0063":4,"\u0062":5,"\u0061":6})",
         {"a 1|6", "b 2|5", "c 3|4"}},
        {"equal duplicates",
         R"({"a":1,"b":0,"a":2})",
         R"({"b":0,"a":3,"a":4})",
         {"a 1|3", "b 0|0", "a 2|4"}},
        {"one more in legacy: the last ones are paired",
         R"({"a":1,"a":2,"b":0})",
         R"({"b":0,"a":3})",
         {"a 1|-!", "a 2|3", "b 0|0"}},
        {"one more in the candidate: the last ones are paired",
         R"({"a":1})",
         R"({"a":2,"a":3})",
         {"a 1|3", "a -|2!"}},
        {"two more: told once", R"({"a":1,"a":2,"a":3})", R"({"a":4})", {"a 1|-!", "a 3|4"}},
        {"duplicates on one side only", R"({"a":1,"a":2})", "{}", {"a 1|-!"}},
        {"duplicates that are new", "{}", R"({"a":1,"a":2})", {"a -|1!"}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(member_pairs(row.legacy, row.candidate) == row.pairs);
    }
}
