// SPDX-License-Identifier: Apache-2.0
#include "config/rule_file.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::config;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::sys_days today{2026y / 11 / 28};

RuleFile rules_of(std::string_view toml) { return parse_rules(toml, "r.toml", today); }

constexpr std::string_view complete =
    "[[rule]]\n"
    "name = 'clock'\n"
    "paths = ['$.at', 'headers.X-At']\n"
    "action = 'time_window'\n"
    "within = '5s'\n"
    "route = 'GET /a'\n"
    "host = ['A.example', '*.b.example']\n"
    "method = 'GET'\n"
    "status = ['2xx', 404]\n"
    "header = {X-Tenant = 'acme'}\n"
    "when = 'iso8601'\n"
    "reason = 'clocks differ'\n"
    "owner = 'team'\n"
    "expires = 2027-01-31\n";

// One rule with this line more, or in place of the one with its key.
std::string with(const std::string& line) {
    return "[[rule]]\npaths='$.a'\naction='ignore'\nreason='r'\nowner='o'\nexpires='never'\n" +
           line;
}

}  // namespace

TEST_CASE("a rule is read with all that it can say") {
    const auto file = rules_of(complete);
    CHECK(to_text(file.faults) == "");
    REQUIRE(file.rules.size() == 1);
    const auto& rule = file.rules[0].rule;
    CHECK(rule.name == "clock");
    REQUIRE(rule.paths.size() == 2);
    CHECK(rule.paths[0].text == "$.at");
    CHECK(std::get<rules::EnvelopePlace>(rule.paths[1].place).path == "headers.x-at");
    CHECK(std::get<rules::TimeWindow>(rule.action).within == 5s);
    CHECK(rule.scope.routes == std::vector<std::string>{"GET /a"});
    CHECK(rule.scope.hosts == std::vector<std::string>{"a.example", "*.b.example"});
    CHECK(rule.scope.statuses == std::vector<std::string>{"2xx", "404"});
    CHECK(rule.scope.headers[0].name == "x-tenant");
    CHECK(rule.when == rules::Format::iso8601);
    CHECK(rule.expires == std::chrono::sys_days{2027y / 1 / 31});
    CHECK(file.rules[0].at == Place{"r.toml", 1, 1});
    CHECK_FALSE(file.rules[0].is_expired);
}

TEST_CASE("a rule without a name is called by its place") {
    CHECK(rules_of("\n" + with("")).rules.at(0).rule.name == "r.toml:2");
}

TEST_CASE("what is wrong is told with its place") {
    struct Case {
        std::string toml;
        std::string fault;
    };
    const Case cases[] = {
        {with("pathes='$.b'"), "r.toml:7:1: unknown key pathes (paths?)"},
        {with("absolute=1"), "r.toml:7:1: unknown key absolute"},
        {with("when='guid'"), "r.toml:7:6: unknown when guid: uuid?"},
        {with("status='teapot'"), "r.toml:7:8: status: expected 404 or 5xx"},
        {with("method='get'"),
         "r.toml:7:8: method: \"get\" is never sent: methods are in capitals (RFC 9110, section "
         "9.1)"},
        {with("header='x'"), "r.toml:7:8: header: expected a table, not a text"},
        {with("route=[]"), "r.toml:7:7: route: is empty"},
        {with("name=1"), "r.toml:7:6: name: expected a text, not a number"},
        {"[rule]\npaths='$'", "r.toml:1:1: rule: expected [[rule]], with two brackets"},
        {"[[rule]]\naction='ignore'\nreason='r'\nowner='o'\nexpires='never'",
         "r.toml:1:1: the rule has no paths: where it holds, such as \"$.items[*].price\""},
        {"[[rule]]\npaths='$.'\naction='ignore'\nreason='r'\nowner='o'\nexpires='never'",
         "r.toml:2:7: paths: \"$.\": a name, * or [ was expected at byte 2"},
        {"[[rule]]\npaths='header.x'\naction='ignore'\nreason='r'\nowner='o'\nexpires='never'",
         "r.toml:2:7: paths: \"header.x\" is no place: expected a JSONPath ($.a.b), headers.x, "
         "cookies.x, status or body"},
        {"[[rule]]\npaths='$.a[2:2]'\naction='ignore'\nreason='r'\nowner='o'\nexpires='never'",
         "r.toml:2:7: paths: \"$.a[2:2]\": selects nothing, ever"},
        {"[[rule]]\npaths='$'\naction='ignroe'\nreason='r'\nowner='o'\nexpires='never'",
         "r.toml:3:8: unknown action ignroe: ignore?"},
        {"[[rule]]\npaths='$'\naction='ignore'\nreason=''\nowner='o'\nexpires=2026-13-01",
         "r.toml:6:16: Error while parsing date: expected month between 1 and 12 (inclusive), saw "
         "13"},
        {"[[rule]]\npaths='$'\naction='ignore'\nreason=''\nowner='o'\nexpires='soon'",
         "r.toml:4:8: reason: is empty\nr.toml:6:9: expires: expected a date such as 2027-01-31, "
         "or \"never\""},
    };
    for (const auto& [toml, fault] : cases) {
        const auto file = rules_of(toml);
        CHECK(to_text(file.faults) == fault);
        CHECK(file.rules.empty());
    }
}

TEST_CASE("an action refuses what it cannot work with") {
    struct Case {
        std::string action;
        std::string word;
    };
    const Case cases[] = {
        {"action='tolerance'", "absolute or relative above 0"},
        {"action='tolerance'\nabsolute=-1", "no number from 0 on"},
        {"action='tolerance'\nabsolute='one'", "no number from 0 on"},
        {"action='tolerance'\nrelative=inf", "no number from 0 on"},
        {"action='round'", "no places"},
        {"action='round'\nplaces=-1", "expected 0 to 30"},
        {"action='round'\nplaces=1.5", "expected 0 to 30"},
        {"action='replace'", "no pattern"},
        {"action='replace'\npattern='('", "missing )"},
        {"action='replace'\npattern='a'\nwith='\\1'", "with: "},
        {"action='replace'\npattern='((a{100}){100}){100}'", "pattern: "},
        {"action='map_host'\nlegacy='a'", "no candidate"},
        {"action='map_host'\nlegacy=''\ncandidate='b'", "legacy: is empty"},
        {"action='time_window'\nwithin='soon'", "within: expected 500ms"},
        {"action='format'", "no format"},
        {"action='key'", "no members"},
        {"action='unordered'\nwhen='uuid'", "when does not go with unordered"},
    };
    for (const auto& [action, word] : cases) {
        CAPTURE(action);
        const auto file =
            rules_of("[[rule]]\npaths='$'\nreason='r'\nowner='o'\nexpires='never'\n" + action);
        CHECK(to_text(file.faults).find(word) != std::string::npos);
        CHECK(file.rules.empty());
    }
}

TEST_CASE("a tolerance is the decimal that was written") {
    for (const std::string value : {"0.1", "'0.1'", "1e-1"}) {
        const auto file = rules_of(
            "[[rule]]\npaths='$'\nreason='r'\nowner='o'\nexpires='never'\naction='tolerance'\n"
            "absolute=" +
            value);
        REQUIRE(file.rules.size() == 1);
        const auto& tolerance = std::get<rules::Tolerance>(file.rules[0].rule.action);
        CHECK(json::compare(tolerance.absolute, json::to_decimal("0.1")) == 0);
    }
}

TEST_CASE("an expired rule is a warning, and is known to hold no more") {
    for (const auto& [day, is_expired] :
         {std::pair{"2026-11-27", true}, {"2026-11-28", false}, {"2026-11-29", false}}) {
        const auto file = rules_of(
            "[[rule]]\npaths='$'\naction='ignore'\nreason='old'\nowner='o'\n"
            "expires=" +
            std::string{day});
        REQUIRE(file.rules.size() == 1);
        CHECK(file.rules[0].is_expired == is_expired);
        CHECK(file.faults.size() == (is_expired ? 1 : 0));
        CHECK_FALSE(has_errors(file.faults));
    }
}

TEST_CASE("every fault of every rule is told") {
    const auto file =
        rules_of("[[rule]]\nx=1\n[[rule]]\npaths='$['\naction='?'\ny=1\n" + with("z=1"));
    CHECK(file.faults.size() >= 12);
    CHECK(file.rules.empty());
}

TEST_CASE("a rule that a later one makes idle is named") {
    struct Case {
        std::vector<std::string> rules;
        std::size_t shadowed;
    };
    const auto rule = [](const std::string& text) {
        return "[[rule]]\nreason='r'\nowner='o'\nexpires='never'\n" + text + "\n";
    };
    const Case cases[] = {
        {{"paths='$.a'\naction='ignore'", "paths='$.a'\naction='compare'"}, 1},
        {{"paths='$.a'\naction='case'", "paths=['$.b','$.a']\naction='ignore'"}, 1},
        {{"paths='$.a'\naction='case'", "paths='$.a'\naction='whitespace'"}, 0},
        {{"paths='$.a'\naction='case'", "paths='$.a'\naction='case'"}, 1},
        {{"paths='$.a'\naction='ignore'", "paths='$.a'\naction='ignore'\nmethod='GET'"}, 0},
        // They act together: the wider one first is no use, the narrower one first is.
        {{"paths='$.a'\naction='tolerance'\nabsolute=1",
          "paths='$.a'\naction='tolerance'\nabsolute=0.1"},
         0},
        {{"paths='$.a'\naction='tolerance'\nabsolute=0.1",
          "paths='$.a'\naction='tolerance'\nabsolute=1"},
         1},
        {{"paths='$.a'\naction='replace'\npattern='a'",
          "paths='$.a'\naction='replace'\npattern='b'"},
         0},
        {{"paths='$.a'\naction='replace'\npattern='a'",
          "paths='$.a'\naction='replace'\npattern='a'"},
         1},
        {{"paths='$.a'\naction='time_window'\nwithin='5s'",
          "paths='$.a'\naction='time_window'\nwithin='1s'"},
         0},
        {{"paths='$.a'\naction='format'\nformat='uuid'",
          "paths='$.a'\naction='format'\nformat='ulid'"},
         0},
        {{"paths='$.a'\naction='case'\nroute='GET /a'",
          "paths='$.a'\naction='ignore'\nroute='GET *'"},
         1},
        {{"paths='$.a'\naction='case'\nroute='GET *'",
          "paths='$.a'\naction='ignore'\nroute='GET /a'"},
         0},
        {{"paths='$.a'\naction='case'\nstatus=404", "paths='$.a'\naction='ignore'\nstatus='4xx'"},
         1},
        {{"paths='$.a'\naction='case'\nroute='GET /a'", "paths='$.a'\naction='ignore'"}, 0},
        {{"paths='$.a'\naction='case'\nkeep_shape=true", "paths='$.a'\naction='case'"}, 0},
        {{"paths='$.a'\naction='ignore'", "paths='$.a'\naction='compare'\nwhen='uuid'"}, 0},
        {{"paths='$.a'\naction='ignore'", "paths='$.b'\naction='ignore'"}, 0},
    };
    for (const auto& [rules, shadowed] : cases) {
        CAPTURE(rules);
        std::string toml;
        for (const auto& text : rules) toml += rule(text);
        const auto file = rules_of(toml);
        REQUIRE(file.faults.empty());
        CHECK(find_shadowed(file.rules).size() == shadowed);
    }
}

TEST_CASE("what is no rule is left to others") {
    const auto file = rules_of("candidate = 'x'\n[capture]\nport = 1\n" + with(""));
    CHECK(file.faults.empty());
    CHECK(file.rules.size() == 1);
}
