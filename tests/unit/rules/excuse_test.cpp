// SPDX-License-Identifier: Apache-2.0
#include "rules/excuse.hpp"

#include "rules/rulebook.hpp"
#include "tests/unit/rules/rules_of.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::rules;
using json::Type;

namespace {

using MaybeValue = std::optional<Value>;
constexpr auto absent = std::nullopt;

MaybeValue text(std::string value) { return Value{Type::string, std::move(value), false}; }
MaybeValue number(std::string value) { return Value{Type::number, std::move(value), false}; }
MaybeValue null() { return Value{Type::null, "null", false}; }
MaybeValue object() { return Value{Type::object, "", false}; }

// All rules stand at one place.
std::optional<RuleIndex> ask(const std::vector<std::string>& rules, Question question) {
    std::vector<std::string> tables;
    for (const auto& rule : rules) tables.push_back("paths = '$'\n" + rule);
    const auto set = test::rules_of(tables);
    PathRules paths{set, set.chosen_for({})};
    return excuse(set, paths.at(paths.root(false)), question);
}

bool is_excused(const std::string& rule, MaybeValue legacy, MaybeValue candidate) {
    return ask({rule}, {std::move(legacy), std::move(candidate)}).has_value();
}

}  // namespace

TEST_CASE("each action lets differ what it names, and nothing else") {
    struct Case {
        std::string rule;
        MaybeValue legacy;
        MaybeValue candidate;
        bool excused;
    };
    const std::string uuid = "6ba7b810-9dad-41d1-80b4-00c04fd430c8";
    const std::string other_uuid = "123e4567-e89b-42d3-a456-426614174000";
    const std::string uuid_v1 = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    const Case cases[] = {
        {"action='ignore'", text("a"), number("1"), true},
        {"action='ignore'", absent, object(), true},
        {"action='ignore'\nwhen='uuid'", text(uuid), text(other_uuid), true},
        {"action='ignore'\nwhen='uuid'", text(uuid), text("0"), false},
        {"action='ignore'\nwhen='uuid'", text(uuid), absent, false},
        {"action='tolerance'\nabsolute=0.01", number("1.00"), number("1.01"), true},
        {"action='tolerance'\nabsolute=0.01", number("1.00"), number("1.0100001"), false},
        {"action='tolerance'\nabsolute=0.01", text("1.00"), text("1.01"), false},
        {"action='tolerance'\nabsolute=9", number("1"), text("1"), false},
        {"action='round'\nplaces=2", number("1.005"), number("1.01"), true},
        {"action='round'\nplaces=2", number("1.004"), number("1.01"), false},
        {"action='replace'\npattern='[0-9]+'\nwith='N'", text("job 17"), text("job 4"), true},
        {"action='replace'\npattern='[0-9]+'\nwith='N'", text("job 17"), text("jab 17"), false},
        {"action='map_host'\nlegacy='old'\ncandidate='new:81'", text("http://old/x"),
         text("http://new:81/x"), true},
        {"action='map_host'\nlegacy='old'\ncandidate='new'", text("http://new/x"),
         text("http://old/x"), false},
        {"action='null_equals_absent'", null(), absent, true},
        {"action='null_equals_absent'", absent, null(), true},
        {"action='null_equals_absent'", null(), text(""), false},
        {"action='null_equals_absent'", absent, text(""), false},
        {"action='case'", text("ACTIVE"), text("active"), true},
        {"action='case'", text("ACTIVE"), text("activ"), false},
        {"action='whitespace'", text(" a  b\n"), text("a b"), true},
        {"action='whitespace'", text("ab"), text("a b"), false},
        {"action='time_window'\nwithin='5s'", text("2026-01-01T00:00:04Z"),
         text("2026-01-01T01:00:09.000+01:00"), true},
        {"action='time_window'\nwithin='5s'", text("2026-01-01T00:00:04Z"),
         text("2026-01-01T00:00:10Z"), false},
        {"action='time_window'\nwithin='24h'", text("2026-01-01T00:00:04Z"),
         text("2026-01-01T00:00:04"), false},
        {"action='time_window'\nwithin='5s'", number("1700000000"), number("1700000003"), true},
        {"action='time_window'\nwithin='5s'", number("1700000000"), number("1700000000000"), false},
        {"action='time_window'\nwithin='5s'", text("Sun, 06 Nov 1994 08:49:37 GMT"),
         text("Sun, 06 Nov 1994 08:49:39 GMT"), true},
        {"action='format'\nformat='uuid'", text(uuid), text(other_uuid), true},
        {"action='format'\nformat='uuid'", text(uuid), text(uuid_v1), false},
        {"action='format'\nformat='uuid'", text(uuid), text("none"), false},
        {"action='unordered'", text("a"), text("b"), false},
        {"action='compare'", text("a"), text("b"), false},
    };
    for (const auto& [rule, legacy, candidate, excused] : cases) {
        CAPTURE(rule);
        CAPTURE((legacy ? legacy->text : "absent"));
        CAPTURE((candidate ? candidate->text : "absent"));
        CHECK(is_excused(rule, legacy, candidate) == excused);
    }
}

TEST_CASE("an order counts unless an array's rule or an ignored place says otherwise") {
    const Question order{object(), object(), true};
    CHECK(ask({"action='unordered'"}, order) == 0);
    CHECK(ask({"action='ignore'"}, order) == 0);
    CHECK_FALSE(ask({"action='case'"}, order));
    CHECK_FALSE(ask({"action='ignore'\nwhen='text'"}, order));
}

TEST_CASE("rules at one place act together, the texts' ones in a fixed order") {
    const std::vector<std::string> rules{"action='case'", "action='whitespace'",
                                         "action='replace'\npattern='#.*'\nwith=''",
                                         "action='map_host'\nlegacy='OLD'\ncandidate='new'"};
    CHECK(ask(rules, {text("//OLD  A #1"), text("//new a#2")}));
    CHECK_FALSE(ask({rules[0], rules[1]}, {text("//OLD  A #1"), text("//new a#2")}));
}

TEST_CASE("an ignored place is compared where a rule before it compares otherwise") {
    CHECK(ask({"action='tolerance'\nabsolute=1", "action='ignore'"}, {number("1"), number("9")}) ==
          1);
    const auto set = test::rules_of(
        {"paths='$'\naction='ignore'", "paths='$.a'\naction='tolerance'\nabsolute=1"});
    PathRules paths{set, set.chosen_for({})};
    const auto& here = paths.at(paths.member(paths.root(false), "a"));
    CHECK_FALSE(excuse(set, here, {number("1"), number("9")}));
    CHECK(excuse(set, here, {number("1"), number("2")}) == 1);
}

TEST_CASE("a value longer than may be rewritten counts") {
    const std::string longer((1 << 20) + 1, 'a');
    CHECK_FALSE(is_excused("action='case'", text(longer), text(longer + "b")));
}

TEST_CASE("places of the envelope are named as differences name them") {
    struct Case {
        std::string path;
        std::string difference;
        bool holds;
    };
    const Case cases[] = {
        {"headers.Date", "headers.date", true},
        {"headers.date", "headers.date2", false},
        {"headers.*", "headers.anything", true},
        {"cookies.sid", "cookies.sid", true},
        {"cookies.sid", "cookies.sid.secure", false},
        {"cookies.sid.*", "cookies.sid.secure", true},
        {"cookies.*", "cookies.", false},
        {"status", "status", true},
        {"body", "$.body", false},
    };
    for (const auto& [path, difference, holds] : cases) {
        CAPTURE(path);
        const auto set = test::rules_of({"paths = '" + path + "'\naction = 'ignore'"});
        const ScopedRules scoped{set, set.chosen_for({}), {}};
        CHECK(scoped.excuse(difference, {text("a"), text("b")}).has_value() == holds);
    }
}

TEST_CASE("numbers of the envelope are numbers to a tolerance") {
    const auto set = test::rules_of({"paths = 'headers.*'\naction = 'tolerance'\nrelative = 0.1"});
    const ScopedRules scoped{set, set.chosen_for({}), {}};
    const auto bare = [](std::string value) { return Value{Type::string, std::move(value), true}; };
    CHECK(scoped.excuse("headers.x-cost", {bare("100"), bare("109.5")}));
    CHECK_FALSE(scoped.excuse("headers.x-cost", {bare("100"), bare("112")}));
    CHECK_FALSE(scoped.excuse("headers.x-cost", {bare("a"), bare("b")}));
}
