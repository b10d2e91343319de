// SPDX-License-Identifier: Apache-2.0
// Rules on the walk: what counts, and what is set aside.
#include "diff/diff.hpp"
#include "tests/unit/diff/shown.hpp"
#include "tests/unit/rules/rules_of.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::diff;
using test::Lines;

namespace {

std::string line(const Difference& difference) {
    return std::string{name(difference.kind)} + " " + difference.path;
}

struct Found {
    Lines counts;
    Lines set_aside;  // with the rule's number
};

Found compare_under(const std::vector<std::string>& rules, const std::string& legacy,
                    const std::string& candidate) {
    const auto set = test::rules_of(rules);
    rules::ScopedRules scoped{set, set.chosen_for({}), {}};
    const auto one = json::parse(legacy);
    const auto other = json::parse(candidate);
    REQUIRE(one);
    REQUIRE(other);
    const auto differences = diff_json(*one, *other, {}, &scoped);
    Found found;
    for (const auto& difference : differences.list) found.counts.push_back(line(difference));
    for (const auto& [difference, rule] : differences.set_aside) {
        found.set_aside.push_back(line(difference) + " " + std::to_string(rule));
    }
    return found;
}

std::string rule_at(const std::string& path, const std::string& action) {
    return "paths = \"" + path + "\"\naction = " + action;
}

}  // namespace

TEST_CASE("rules take out what they name, and leave the rest") {
    struct Case {
        std::vector<std::string> rules;
        std::string legacy;
        std::string candidate;
        Lines counts;
        Lines set_aside;
    };
    const Case cases[] = {
        {{rule_at("$.a", "'ignore'")},
         R"({"a":1,"b":1})",
         R"({"a":2,"b":2})",
         {"changed $.b"},
         {"changed $.a 0"}},
        {{rule_at("$.a", "'ignore'")},
         R"({"a":{"x":1,"y":[1]}})",
         R"({"a":{"x":2,"y":[1,2]}})",
         {},
         {"changed $.a.x 0", "added $.a.y[1] 0"}},
        {{rule_at("$.a", "'ignore'")}, R"({"a":1})", "{}", {}, {"missing $.a 0"}},
        {{rule_at("$.a", "'ignore'"), rule_at("$.a.x", "'compare'")},
         R"({"a":{"x":1,"y":1}})",
         R"({"a":{"x":2,"y":2}})",
         {"changed $.a.x"},
         {"changed $.a.y 0"}},
        // What is compared within must be there.
        {{rule_at("$.a", "'ignore'"), rule_at("$.a.x", "'compare'")},
         R"({"a":{"x":1,"y":1}})",
         "{}",
         {"missing $.a"},
         {}},
        {{rule_at("$.a", "'ignore'"), rule_at("$.a.x", "'compare'")},
         R"({"a":{"x":1}})",
         R"({"a":null})",
         {"retyped $.a"},
         {}},
        {{rule_at("$.a", "'ignore'"), rule_at("$.a.x", "'compare'")},
         R"({"a":{"y":[{"z":1}]}})",
         "{}",
         {},
         {"missing $.a 0"}},
        {{rule_at("$.a", "'ignore'"), rule_at("$.a[*].x", "'compare'")},
         R"({"a":[{"x":1}]})",
         R"({"a":[]})",
         {"missing $.a[0]"},
         {}},
        {{rule_at("$", "'ignore'"), rule_at("$.a", "'tolerance'\nabsolute=1")},
         R"({"a":1,"b":1})",
         R"({"a":3,"b":3})",
         {"changed $.a"},
         {"changed $.b 0"}},
        {{rule_at("$..price", "'tolerance'\nabsolute=0.01")},
         R"([{"price":1.00},{"price":2.00}])",
         R"([{"price":1.01},{"price":2.02}])",
         {"changed $[1].price"},
         {"changed $[0].price 0"}},
        {{rule_at("$.*", "'null_equals_absent'")},
         R"({"a":null})",
         R"({"b":null})",
         {},
         {"missing $.a 0", "added $.b 0"}},
        {{rule_at("$[?@.kind=='x'].at", "'ignore'")},
         R"([{"kind":"x","at":1},{"kind":"y","at":1}])",
         R"([{"kind":"x","at":2},{"kind":"y","at":2}])",
         {"changed $[1].at"},
         {"changed $[0].at 0"}},
        {{rule_at("$[-1]", "'ignore'")},
         "[1,2,3]",
         "[0,2,9]",
         {"changed $[0]"},
         {"changed $[2] 0"}},
        {{rule_at("$.a", "'case'")}, R"({"a":["X"]})", R"({"a":["x"]})", {}, {"changed $.a[0] 0"}},
        {{rule_at("$['\\\\u0061.b']", "'ignore'")},
         R"({"a.b":1})",
         R"({"a\u002eb":2})",
         {},
         {"changed $['a.b'] 0"}},
        // Another spelling needs no rule, and no rule hides it.
        {{rule_at("$", "'ignore'")}, "[1]", "[1.0]", {"representation $[0]"}, {}},
    };
    for (const auto& [rules, legacy, candidate, counts, set_aside] : cases) {
        CAPTURE(rules);
        CAPTURE(legacy);
        const auto found = compare_under(rules, legacy, candidate);
        CHECK(found.counts == counts);
        CHECK(found.set_aside == set_aside);
    }
}

TEST_CASE("elements find each other under the rules as without them") {
    struct Case {
        std::vector<std::string> rules;
        std::string legacy;
        std::string candidate;
        Lines counts;
        std::size_t set_aside;
    };
    const auto tolerance = [](const std::string& path) {
        return rule_at(path, "'tolerance'\nabsolute=0.01");
    };
    const Case cases[] = {
        // An insertion among values that differ within the tolerance.
        {{tolerance("$[*]")}, "[1.001,2.001,3.001]", "[9,1.002,2.002,3.002]", {"added $[0]"}, 3},
        // One that moved, on the other side of what is rounded to one value.
        {{tolerance("$[*]")}, "[0.9999999,5,7]", "[5,7,1.0000001]", {"reordered $"}, 1},
        {{tolerance("$[*].p")},
         R"([{"p":1.001,"q":1},{"p":2.001,"q":2}])",
         R"([{"p":2.002,"q":2}])",
         {"missing $[0]"},
         1},
        // Over the border of a cell.
        {{tolerance("$[*]")}, "[0.9999999,5]", "[1.0000001,5]", {}, 1},
        // What is ignored tells no element from another.
        {{rule_at("$[*].id", "'ignore'")},
         R"([{"id":1,"v":"a"},{"id":2,"v":"b"}])",
         R"([{"id":7,"v":"x"},{"id":8,"v":"a"},{"id":9,"v":"b"}])",
         {"added $[0]"},
         2},
        {{rule_at("$[*].at", "'ignore'")},
         R"([{"at":1,"v":"a"},{"at":2,"v":"b"}])",
         R"([{"at":5,"v":"b"},{"at":6,"v":"a"}])",
         {"reordered $"},
         2},
        {{rule_at("$", "'unordered'")}, "[1,2,3]", "[3,1,2]", {}, 1},
        {{rule_at("$", "'unordered'")}, "[1,2,3]", "[3,1,4]", {"missing $[1]", "added $[2]"}, 1},
        {{rule_at("$", "'unordered'")}, "[[1,2]]", "[[2,1]]", {"reordered $[0]"}, 0},
        {{rule_at("$[*].tags", "'unordered'")},
         R"([{"tags":[1,2]},{"tags":[3,4]}])",
         R"([{"tags":[0]},{"tags":[2,1]},{"tags":[4,3]}])",
         {"added $[0]"},
         2},
        {{rule_at("$", "'unordered'"), rule_at("$[*].at", "'ignore'")},
         R"([{"at":1,"v":"a"},{"at":2,"v":"b"}])",
         R"([{"at":5,"v":"b"},{"at":6,"v":"a"}])",
         {},
         3},
        {{rule_at("$[*].n", "'null_equals_absent'")},
         R"([{"v":1,"n":null},{"v":2}])",
         R"([{"v":0},{"v":1},{"v":2,"n":null}])",
         {"added $[0]"},
         2},
        {{rule_at("$", "'key'\nmembers=['sku','size']")},
         R"([{"sku":1,"size":"S","n":1},{"sku":1,"size":"M","n":2}])",
         R"([{"sku":1,"size":"M","n":2},{"sku":1,"size":"S","n":3}])",
         {"reordered $", "changed $[0].n"},
         0},
        {{rule_at("$", "'key'\nmembers='sku'")},
         R"([{"sku":1,"n":1}])",
         R"([{"sku":2,"n":1}])",
         {"missing $[0]", "added $[0]"},
         0},
        // A key that is none leaves the order of things as it was.
        {{rule_at("$", "'key'\nmembers='sku'")},
         R"([{"sku":1},{"sku":1}])",
         R"([{"sku":1}])",
         {"missing $[1]"},
         0},
    };
    for (const auto& [rules, legacy, candidate, counts, set_aside] : cases) {
        CAPTURE(rules);
        CAPTURE(legacy);
        const auto found = compare_under(rules, legacy, candidate);
        CHECK(found.counts == counts);
        CAPTURE(found.set_aside);
        CHECK(found.set_aside.size() == set_aside);
    }
}

TEST_CASE("the status, headers and cookies obey rules by the names of their differences") {
    const auto set = test::rules_of({"paths = ['headers.x-build', 'status']\naction = 'ignore'",
                                     "paths = 'cookies.sid'\naction = 'case'"});
    rules::ScopedRules scoped{set, set.chosen_for({}), {}};
    normalise::Document legacy;
    legacy.status = 200;
    legacy.fields = {{"x-build", "1"}, {"x-other", "1"}};
    legacy.cookies = {{"sid", "Abc", {{"secure", ""}}}};
    legacy.content = normalise::Opaque{"TEXT", ""};
    auto candidate = legacy;
    candidate.status = 201;
    candidate.fields = {{"x-build", "2"}, {"x-other", "2"}};
    candidate.cookies = {{"sid", "aBC", {}}};
    candidate.content = normalise::Opaque{"text", ""};
    const auto differences = diff::diff(legacy, candidate, {}, &scoped);
    Lines counts;
    for (const auto& difference : differences.list) counts.push_back(line(difference));
    CHECK(counts == Lines{"changed headers.x-other", "missing cookies.sid.secure", "changed body"});
    CHECK(differences.set_aside.size() == 3);
}
