// SPDX-License-Identifier: Apache-2.0
#include "rules/path_rules.hpp"

#include "tests/unit/rules/rules_of.hpp"

#include <doctest/doctest.h>

#include <variant>

using namespace shadowdiff;
using namespace shadowdiff::rules;

namespace {

using Way = std::vector<std::variant<std::string, std::size_t>>;  // names and indices of ten

PathRules all_of(const RuleSet& set, const RuleLimits& limits = {}) {
    return PathRules{set, set.chosen_for({}), limits};
}

State go(PathRules& paths, const Way& way) {
    auto state = paths.root(false);
    for (const auto& step : way) {
        if (const auto* name = std::get_if<std::string>(&step)) {
            state = paths.member(state, *name);
        } else {
            state = paths.element(state, std::get<std::size_t>(step), 10);
        }
    }
    return state;
}

std::string ignore(const std::string& path) { return "paths = '" + path + "'\naction = 'ignore'"; }

}  // namespace

TEST_CASE("a rule holds for what its path selects and for all below") {
    struct Case {
        std::string path;
        Way way;
        bool holds;
    };
    const Case cases[] = {
        {"$", {}, true},
        {"$", {"a", 3U}, true},
        {"$.a", {}, false},
        {"$.a", {"a"}, true},
        {"$.a", {"a", "b"}, true},
        {"$.a", {"ab"}, false},
        {"$.a.b", {"a", "b"}, true},
        {"$.a.b", {"b"}, false},
        {"$.a[*].b", {"a", 7U, "b"}, true},
        {"$.a[*].b", {"a", "x", "b"}, true},
        {"$.a[3]", {"a", 3U}, true},
        {"$.a[3]", {"a", 4U}, false},
        {"$.a[-1]", {"a", 9U}, true},
        {"$.a[1:3]", {"a", 2U}, true},
        {"$.a[1:3]", {"a", 3U}, false},
        {"$.a[::-3]", {"a", 6U}, true},
        {"$.a[\"x\",\"y\"]", {"a", "y"}, true},
        {"$..id", {"id"}, true},
        {"$..id", {"a", 1U, "b", "id", "c"}, true},
        {"$..id", {"a", 1U, "b"}, false},
        {"$..a.b", {"x", "a", "b"}, true},
        {"$..a.b", {"a", "x", "b"}, false},
        {"$..[0]", {"x", 0U}, true},
    };
    for (const auto& [path, way, holds] : cases) {
        CAPTURE(path);
        const auto set = test::rules_of({ignore(path)});
        auto paths = all_of(set);
        CHECK(paths.at(go(paths, way)).values.size() == (holds ? 1 : 0));
    }
}

TEST_CASE("where no rule can hold any more, the state is 0, and stays so") {
    const auto set = test::rules_of({ignore("$.a.b"), ignore("$.c[0]")});
    auto paths = all_of(set);
    for (const Way& way : {Way{"x"}, Way{"a", "x"}, Way{"c", 1U}, Way{"x", "a", "b"}}) {
        CHECK(go(paths, way) == 0);
    }
    const auto none = test::rules_of({"paths = 'status'\naction = 'ignore'"});
    auto without_paths = all_of(none);
    CHECK(without_paths.root(false) == 0);
}

TEST_CASE("of several rules the nearer comes first, and of equally near ones the later") {
    struct Case {
        std::vector<std::string> rules;
        std::vector<RuleIndex> values;
    };
    const auto round = [](const std::string& path) {
        return "paths = '" + path + "'\naction = 'round'\nplaces = 1";
    };
    const auto compare = [](const std::string& path) {
        return "paths = '" + path + "'\naction = 'compare'";
    };
    const Case cases[] = {
        {{round("$.a"), round("$.a")}, {1, 0}},
        {{round("$.a"), round("$.*")}, {0, 1}},
        {{round("$.a"), round("$..a")}, {0, 1}},
        {{round("$.a"), round("$")}, {0, 1}},
        {{round("$.a") + "\nmethod = '*'", round("$.a")}, {0, 1}},
        // What is ignored or compared as it is needs no other rule.
        {{round("$.a"), ignore("$.a")}, {1}},
        {{ignore("$.a"), compare("$.a")}, {}},
        {{ignore("$"), compare("$.a")}, {}},
        {{compare("$"), ignore("$.a")}, {1}},
        {{ignore("$"), round("$.a")}, {1, 0}},
        // Unless it asks for a format first.
        {{round("$.a"), ignore("$.a") + "\nwhen = 'uuid'"}, {1, 0}},
        {{ignore("$.a"), compare("$.a") + "\nwhen = 'uuid'"}, {1, 0}},
    };
    for (const auto& [rules, values] : cases) {
        const auto set = test::rules_of(rules);
        CAPTURE(rules);
        auto paths = all_of(set);
        CHECK(paths.at(go(paths, {"a"})).values == values);
    }
}

TEST_CASE("rules for arrays hold for the array alone") {
    const auto set = test::rules_of({"paths = '$.a'\naction = 'unordered'"});
    auto paths = all_of(set);
    CHECK(paths.at(go(paths, {"a"})).array == std::vector<RuleIndex>{0});
    CHECK(go(paths, {"a", 0U}) == 0);
}

TEST_CASE("a value that filters select has their rules as well") {
    const auto set = test::rules_of({ignore("$.a[?@.b].c"), "paths='$.a'\naction='case'"});
    auto paths = all_of(set);
    REQUIRE(paths.filtered().size() == 1);
    auto state = paths.member(paths.root(true), "a");
    CHECK(paths.at(state).values == std::vector<RuleIndex>{1});
    state = paths.with(paths.member(paths.element(state, 0, 1), "c"), {0});
    CHECK(paths.at(state).values == std::vector<RuleIndex>{0});
    CHECK(paths.with(state, {}) == state);
    CHECK(paths.at(paths.member(state, "below")).values == std::vector<RuleIndex>{0});
}

TEST_CASE("too many states make rules silent, and it is told") {
    const auto set = test::rules_of({ignore("$.a.b.c.d")});
    auto paths = all_of(set, {.states_max = 3});
    CHECK(go(paths, {"a", "b", "c", "d"}) == 0);
    CHECK(paths.is_exhausted());
}

TEST_CASE("the same way leads to the same state") {
    const auto set = test::rules_of({ignore("$..a..b[0]"), ignore("$.x[-1]")});
    auto paths = all_of(set);
    for (const Way& way : {Way{"a", "b", 0U}, Way{"x", 9U}, Way{"q", "a", "q", "b", 0U, "z"}}) {
        CHECK(go(paths, way) == go(paths, way));
        CHECK_FALSE(paths.at(go(paths, way)).values.empty());
    }
}
