// SPDX-License-Identifier: Apache-2.0
#include "config/settings.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff::config;

namespace {

Settings settings_of(std::string_view toml) { return parse_settings(toml, "a.toml"); }

}  // namespace

TEST_CASE("each key of the file becomes a setting with its place") {
    const auto settings = settings_of("candidate = \"http://10.0.0.7\"\n\n  workers = 4\n");
    REQUIRE(settings.faults.empty());
    CHECK(settings.list == std::vector<Setting>{
                               {"", "candidate", {"a.toml", 1, 1}, {"http://10.0.0.7"}, false},
                               {"", "workers", {"a.toml", 3, 3}, {"4"}, false},
                           });
}

TEST_CASE("values are written as on a command line") {
    struct Case {
        std::string_view toml;
        std::vector<std::string> values;
        bool is_truth_value = false;
    };
    const Case cases[] = {
        {"k = 'text'", {"text"}}, {"k = \"a\\tb\"", {"a\tb"}},  {"k = 1_000", {"1000"}},
        {"k = 0.5", {"0.5"}},     {"k = true", {"true"}, true}, {"k = [80, 8080]", {"80", "8080"}},
        {"k = []", {}},
    };
    for (const auto& [toml, values, is_truth_value] : cases) {
        CAPTURE(toml);
        const auto settings = settings_of(toml);
        CHECK(settings.faults.empty());
        REQUIRE(settings.list.size() == 1);
        CHECK(settings.list.front().values == values);
        CHECK(settings.list.front().is_truth_value == is_truth_value);
    }
}

TEST_CASE("a table is for one command") {
    const auto settings = settings_of("db = 'a.db'\n[capture]\nport = 80\n");
    REQUIRE(settings.list.size() == 2);
    CHECK(settings.list[0].table.empty());
    CHECK(settings.list[1].table == "capture");
    CHECK(settings.list[1].at == Place{"a.toml", 3, 1});
}

TEST_CASE("what is no TOML is told with line and column") {
    const auto settings = settings_of("candidate = \nport = 1\n");
    REQUIRE(settings.faults.size() == 1);
    CHECK(settings.faults.front().at.line == 1);
    CHECK(settings.faults.front().at.column > 1);
    CHECK(settings.list.empty());
}

TEST_CASE("every value that no flag could take is told") {
    const auto settings = settings_of("a = 2020-01-01\n[t]\nb = {c = 1}\nd = [[1]]\n");
    CHECK(to_text(settings.faults) ==
          "a.toml:1:5: a: a date or time cannot stand here: expected a text, a number or true or "
          "false\n"
          "a.toml:3:5: b: a table cannot stand here: expected a text, a number or true or false\n"
          "a.toml:4:6: d: a list cannot stand here: expected a text, a number or true or false");
}

TEST_CASE("hostile names stay one harmless line each") {
    const auto settings = parse_settings("\"\\u001b[31m\\n\" = [[1]]", "a\nb.toml");
    const auto text = to_text(settings.faults);
    CHECK(text.find('\n') == std::string::npos);
    CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("endless nesting is an error, not a crash") {
    const auto settings = settings_of("a = " + std::string(100'000, '['));
    CHECK(settings.faults.size() == 1);
}

TEST_CASE("the nearest name is offered, and none where none is near") {
    const std::vector<std::string> known{"candidate", "secondary", "db"};
    CHECK(nearest("canditate", known) == "candidate");
    CHECK(nearest("secondery", known) == "secondary");
    CHECK(nearest("listen", known).empty());
    CHECK(nearest(std::string(1'000'000, 'x'), known).empty());
}

TEST_CASE("faults are told in the order of their places, warnings as such") {
    const std::vector<Fault> faults{{{"b", 1, 1}, "second"},
                                    {{"a", 9, 1}, "first", Gravity::warning}};
    CHECK(to_text(faults) == "a:9:1: warning: first\nb:1:1: second");
    CHECK(has_errors(faults));
    CHECK_FALSE(has_errors({faults[1]}));
}
