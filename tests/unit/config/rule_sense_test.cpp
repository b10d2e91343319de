// SPDX-License-Identifier: Apache-2.0
#include "config/rule_file.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff;
using namespace shadowdiff::config;
using namespace std::chrono_literals;

namespace {

RuleFile sense_of(const std::string& lines) {
    return parse_rules("[[rule]]\nreason='r'\nowner='o'\nexpires='never'\n" + lines, "r.toml",
                       std::chrono::sys_days{2026y / 11 / 28});
}

}  // namespace

TEST_CASE("a rule that can never work is told where it stands") {
    struct Case {
        std::string lines;
        std::string fault;
    };
    const std::string ignore = "paths='$.a'\naction='ignore'\n";
    const Case cases[] = {
        {ignore + "method='GET,POST'",
         "r.toml:7:8: method: \"GET,POST\" is no method: of several, make a list"},
        {ignore + "method=''", "r.toml:7:8: method: is empty"},
        {ignore + "route=''", "r.toml:7:7: route: is empty"},
        {ignore + "route='/a'",
         "r.toml:7:7: route: \"/a\" is none: expected \"GET /orders\", or \"* /orders\" for any "
         "method"},
        {ignore + "route='get /a'",
         "r.toml:7:7: route: \"get /a\" is none: expected \"GET /orders\", or \"* /orders\" for "
         "any method"},
        {ignore + "route=['GET /a', 'POST /a']\nmethod='GET'",
         "r.toml:7:18: route: \"POST /a\" never has one of the methods that the rule is for"},
        {ignore + "host='http://a.example'",
         "r.toml:7:6: host: \"http://a.example\" is no host: expected a name as in the field Host, "
         "such as api.example.com or *:8080"},
        {ignore + "status='099'", "r.toml:7:8: status: expected 404 or 5xx"},
        {ignore + "status=[204, 304]", "r.toml:1:1: answers with status 204 have no body"},
        {ignore + "method='HEAD'", "r.toml:1:1: answers to HEAD have no body"},
        {"paths='headers.x-*'\naction='ignore'",
         "r.toml:5:7: paths: \"headers.x-*\": * stands for a whole name only: headers.*"},
        {"paths='headers.Set-Cookie'\naction='ignore'",
         "r.toml:5:7: paths: \"headers.Set-Cookie\": cookies are compared one by one: "
         "cookies.NAME, cookies.*"},
        {"paths='headers.connection'\naction='ignore'",
         "r.toml:5:7: paths: \"headers.connection\": the field is of the connection, and never "
         "compared"},
        {"paths='headers.vary'\naction='unordered'",
         "r.toml:5:7: paths: \"headers.vary\": unordered is for lists in bodies"},
        {"paths=['$.a', 'status']\naction='key'\nmembers='id'",
         "r.toml:5:15: paths: \"status\": key is for lists in bodies"},
        {"paths='headers.x'\naction='null_equals_absent'",
         "r.toml:5:7: paths: \"headers.x\": there is no null outside of bodies"},
        {"paths='body'\naction='whitespace'",
         "r.toml:5:7: paths: \"body\": a body without a tree is compared whole: ignore, not "
         "whitespace"},
        {"paths='body'\naction='ignore'\nwhen='text'",
         "r.toml:7:6: a body without a tree has no format"},
        {"paths='$.a'\naction='key'\nmembers='$.id'",
         "r.toml:7:9: members: \"$.id\" is a path: expected the name of a member of the elements"},
        {"paths='$.a'\naction='replace'\npattern=''",
         "r.toml:7:9: pattern: is empty, and makes no two texts equal"},
        {"paths='$.a'\naction='replace'\npattern='abc'\nwith='abc'",
         "r.toml:7:9: pattern: is replaced by itself, which makes no two texts equal"},
        {"paths='$.a'\naction='map_host'\nlegacy='a'\ncandidate='a'",
         "r.toml:8:11: candidate: is legacy's host"},
        {"paths='$.a'\naction='time_window'\nwithin='0s'",
         "r.toml:7:8: within: expected 500ms, 30s, 5m or 2h"},
        {"paths='$.a'\naction='null_equals_absent'\nwhen='uuid'",
         "r.toml:7:6: when asks for two values, and null_equals_absent is for one"},
        {"paths='$.a'\naction='tolerance'\nabsolute=1\nwhen='uuid'",
         "r.toml:8:6: no uuid is anything that tolerance works on"},
        {"paths='$.a'\naction='round'\nplaces=1\nwhen='text'",
         "r.toml:8:6: no text is anything that round works on"},
        {"paths='$.a'\naction='case'\nwhen='integer'",
         "r.toml:7:6: no integer is anything that case works on"},
        {"paths='$.a'\naction='time_window'\nwithin='1s'\nwhen='boolean'",
         "r.toml:8:6: no boolean is anything that time_window works on"},
        {"paths='$.a'\naction='format'\nformat='uuid'\nwhen='ulid'",
         "r.toml:8:6: no ulid is anything that format works on"},
        {ignore + "keep_shape=true", "r.toml:7:12: keep_shape does not go with ignore"},
        {ignore + "keep_shape='yes'",
         "r.toml:7:12: keep_shape: expected true or false, not a text"},
    };
    for (const auto& [lines, fault] : cases) {
        CAPTURE(lines);
        const auto file = sense_of(lines);
        CHECK(to_text(file.faults) == fault);
        CHECK(file.rules.empty());
    }
}

TEST_CASE("a rule under which everything is equal holds, and is told") {
    struct Case {
        std::string lines;
        std::string fault;
    };
    const Case cases[] = {
        {"paths='$.a'\naction='replace'\npattern='(?s).*'",
         "r.toml:7:9: warning: pattern: takes all of any text: then all texts are equal"},
        {"paths='$.a'\naction='replace'\npattern='.'",
         "r.toml:7:9: warning: pattern: takes all of any text: then all texts are equal"},
        {"paths='$.a'\naction='tolerance'\nrelative=5",
         "r.toml:7:10: warning: relative: from 1 on, any two numbers of one sign are equal (1 % is "
         "0.01)"},
        {"paths=['$.a', '$.b', '$.a']\naction='ignore'",
         "r.toml:5:22: warning: paths: \"$.a\" stands twice"},
        {"paths='$.a'\naction='ignore'\nmethod='PSOT'",
         "r.toml:7:8: warning: method: PSOT (POST?)"},
    };
    for (const auto& [lines, fault] : cases) {
        CAPTURE(lines);
        const auto file = sense_of(lines);
        CHECK(to_text(file.faults) == fault);
        CHECK(file.rules.size() == 1);
    }
}

TEST_CASE("a rule that may work is let alone") {
    const std::string rules[] = {
        "paths='$.a'\naction='ignore'\nroute=['GET /a', '* /b', '*', 'GET*', '(other)']",
        "paths='$.a'\naction='ignore'\nroute='GET /a'\nmethod='G*'",
        "paths='$.a'\naction='ignore'\nstatus=[204, 200]",
        "paths='headers.x'\naction='ignore'\nmethod='HEAD'",
        "paths='headers.content-length'\naction='ignore'\nmethod='HEAD'",
        "paths='$.a'\naction='ignore'\nhost=['a.example:8080', '*.b']",
        "paths='headers.x'\naction='tolerance'\nabsolute=1\nwhen='text'",
        "paths='$.a'\naction='time_window'\nwithin='1s'\nwhen='epoch_ms'",
        "paths='$.a'\naction='replace'\npattern='[0-9]+'\nwith='N'",
        "paths='$.a'\naction='format'\nformat='token'\nwhen='uuid'",
        "paths='$.a'\naction='format'\nformat='uuid'\nkeep_shape=true",
        "paths='body'\naction='ignore'",
        "paths='headers.*'\naction='ignore'\nmethod=['PURGE', 'LINK', 'LOCK']",
    };
    for (const auto& lines : rules) {
        CAPTURE(lines);
        const auto file = sense_of(lines);
        CHECK(to_text(file.faults) == "");
        CHECK(file.rules.size() == 1);
    }
}
