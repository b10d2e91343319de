// SPDX-License-Identifier: Apache-2.0
// The examples of docs/rules.md, as they stand there: each does what the table says of it.
#include "config/rule_file.hpp"
#include "diff/diff.hpp"
#include "rules/rulebook.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::config;
using namespace std::chrono_literals;

namespace {

/// What stands between backquotes.
std::vector<std::string> code_spans(std::string_view cell) {
    std::vector<std::string> spans;
    while (cell.contains('`')) {
        cell.remove_prefix(cell.find('`') + 1);
        spans.emplace_back(cell.substr(0, cell.find('`')));
        cell.remove_prefix(spans.back().size() + 1);
    }
    return spans;
}

using Cells = std::vector<std::vector<std::string>>;

std::vector<Cells> example_rows() {
    const auto* fixtures = std::getenv("SHADOWDIFF_FIXTURES");
    REQUIRE(fixtures != nullptr);
    std::ifstream file{std::string{fixtures} + "/../docs/rules.md"};
    std::vector<Cells> rows;
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("| `paths = ")) continue;
        Cells cells;
        std::string_view rest{line};
        rest.remove_prefix(2);
        for (auto end = rest.find('|'); end != std::string_view::npos; end = rest.find('|')) {
            cells.push_back(code_spans(rest.substr(0, end)));
            rest.remove_prefix(end + 1);
        }
        rows.push_back(std::move(cells));
    }
    return rows;
}

std::shared_ptr<rules::RuleSet> rules_in(const std::vector<std::string>& tables) {
    std::string toml = "rule = [";
    for (const auto& table : tables) {
        toml += "{" + table + ", reason = 'r', owner = 'o', expires = 'never'}, ";
    }
    const auto file = parse_rules(toml + "]", "rules.md", std::chrono::sys_days{2026y / 1 / 1});
    CHECK(to_text(file.faults) == "");
    auto set = std::make_shared<rules::RuleSet>();
    for (const auto& declared : file.rules) set->rules.push_back(declared.rule);
    return set;
}

diff::Differences under(const std::shared_ptr<rules::RuleSet>& set, const std::string& legacy,
                        const std::string& candidate) {
    rules::Rulebook book{set};
    const auto one = json::parse(legacy);
    const auto other = json::parse(candidate);
    REQUIRE(one);
    REQUIRE(other);
    return diff::diff_json(*one, *other, {}, book.rules_for({}));
}

std::string told_places(const diff::Differences& differences) {
    std::set<std::string> places;
    for (const auto& difference : differences.list) {
        if (difference.severity != diff::Severity::none) places.insert(difference.pattern);
    }
    std::string text;
    for (const auto& place : places) text += (text.empty() ? "" : " ") + place;
    return text;
}

}  // namespace

TEST_CASE("the examples of the documentation do what they say") {
    std::set<std::string_view> actions;
    std::vector<std::shared_ptr<rules::RuleSet>> kept;
    for (const auto& cells : example_rows()) {
        REQUIRE(cells.size() == 5);
        CAPTURE(cells[0][0]);
        const auto& set = kept.emplace_back(rules_in(cells[0]));
        REQUIRE(set->rules.size() == cells[0].size());
        const auto& legacy = cells[1][0];
        if (!cells[2].empty()) {
            const auto passed = under(set, legacy, cells[2][0]);
            CHECK(told_places(passed) == "");
            CHECK_FALSE(passed.set_aside.empty());
            CHECK(told_places(under(std::make_shared<rules::RuleSet>(), legacy, cells[2][0])) !=
                  "");
        }
        CHECK(told_places(under(set, legacy, cells[3][0])) == cells[4][0]);
        for (const auto& rule : set->rules) actions.insert(name(rule.action));
    }
    CHECK(actions.size() == std::variant_size_v<rules::Action>);
}
