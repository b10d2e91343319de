// SPDX-License-Identifier: Apache-2.0
#include "config/rule_file.hpp"

#include "base/ascii.hpp"
#include "config/rule_action.hpp"
#include "config/rule_scope.hpp"
#include "config/rule_sense.hpp"
#include "config/rule_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace shadowdiff::config {

namespace {

using rules::Rule;
using rules::RulePath;

bool is_envelope_place(std::string_view path) {
    const auto is_below = [&](std::string_view part) {
        return path.starts_with(part) && path.size() > part.size();
    };
    return path == "status" || path == "body" || is_below("body.") || is_below("headers.") ||
           is_below("cookies.");
}

/// Header names have no case.
std::string canonical_place(std::string_view path) {
    return path.starts_with("headers.") ? ascii::lower_case(path) : std::string{path};
}

std::optional<std::chrono::sys_days> day_of(std::string_view text) {
    int parts[3] = {};
    const std::size_t begins[] = {0, 5, 8};
    const std::size_t lengths[] = {4, 2, 2};
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    for (int i = 0; i < 3; ++i) {
        const auto* begin = text.data() + begins[i];
        const auto* end = begin + lengths[i];
        const auto [parsed, error] = std::from_chars(begin, end, parts[i]);
        if (error != std::errc{} || parsed != end || parts[i] < 0) return std::nullopt;
    }
    const std::chrono::year_month_day day{std::chrono::year{parts[0]},
                                          std::chrono::month{static_cast<unsigned>(parts[1])},
                                          std::chrono::day{static_cast<unsigned>(parts[2])}};
    if (!day.ok()) return std::nullopt;
    return std::chrono::sys_days{day};
}

class RuleReader {
public:
    RuleReader(const toml::table& table, const std::string& file, std::vector<Fault>& faults,
               const RuleLimits& limits)
        : table_{table, file, faults}, limits_{limits} {}

    Rule read() {
        Rule rule;
        const auto at = table_.place();
        const auto name = table_.text("name");
        rule.name = name ? name->text : fmt::format("{}:{}", at.file, at.line);
        read_paths(rule);
        auto action = read_action(table_, limits_);
        if (action) rule.action = *std::move(action);
        rule.scope = read_scope(table_);
        rule.when = read_format(table_, "when");
        rule.keep_shape = table_.flag("keep_shape");
        if (action) check_sense(rule);
        rule.reason = required_text("reason", "why this difference does not count");
        rule.owner = required_text("owner", "who answers for it");
        read_expiry(rule);
        table_.refuse_unknown();
        return rule;
    }

private:
    std::string required_text(std::string_view key, std::string_view why) {
        table_.require(key, why);
        const auto text = table_.text(key);
        if (text && text->text.empty()) table_.fault(text->at, fmt::format("{}: is empty", key));
        return text ? text->text : "";
    }

    void read_paths(Rule& rule) {
        table_.require("paths", "where it holds, such as \"$.items[*].price\"");
        const auto paths = table_.texts("paths");
        if (paths.size() > limits_.paths_max) {
            table_.fault(paths.front().at, fmt::format("more than {} paths", limits_.paths_max));
            return;
        }
        for (const auto& path : paths) read_path(path, rule);
    }

    void read_path(const Placed& path, Rule& rule) {
        if (!path.text.starts_with('$')) {
            if (!is_envelope_place(path.text)) {
                table_.fault(path.at, fmt::format("paths: \"{}\" is no place: expected a JSONPath "
                                                  "($.a.b), headers.x, cookies.x, status or body",
                                                  path.text));
            }
            add_path(path, rules::EnvelopePlace{canonical_place(path.text)}, rule);
            return;
        }
        auto query = json::parse_query(path.text);
        if (!query) {
            table_.fault(path.at, fmt::format("paths: \"{}\": {} at byte {}", path.text,
                                              query.error().what, query.error().offset));
            return;
        }
        add_path(path, *std::move(query), rule);
    }

    template <class At>
    void add_path(const Placed& path, At&& at, Rule& rule) {
        rule.paths.push_back({path.text, std::forward<At>(at)});
        places_of_paths_.push_back(path.at);
    }

    /// Rules that are written well and still never work.
    void check_sense(const Rule& rule) {
        const auto tell = [&](const Place& at, const std::string& why) {
            if (!why.empty()) table_.fault(at, why);
        };
        tell(table_.place_of_value("when"), why_guarded_away(rule));
        tell(table_.place_of_value("keep_shape"), why_no_shape(rule));
        tell(table_.place(), why_no_body(rule));
        std::set<std::string_view> seen;
        for (std::size_t i = 0; i < rule.paths.size(); ++i) {
            const auto& path = rule.paths[i];
            const auto& at = places_of_paths_[i];
            const auto about = [&](const std::string& why) {
                if (!why.empty()) tell(at, fmt::format("paths: \"{}\": {}", path.text, why));
            };
            about(why_dead(path));
            about(why_no_work(rule.action, path));
            if (!seen.insert(path.text).second) {
                table_.warn(at, fmt::format("paths: \"{}\" stands twice", path.text));
            }
        }
    }

    void read_expiry(Rule& rule) {
        table_.require("expires", "a date, or \"never\"");
        const auto expires = table_.date("expires");
        if (!expires || expires->text == "never") return;
        rule.expires = day_of(expires->text);
        if (!rule.expires) {
            table_.fault(expires->at, "expires: expected a date such as 2027-01-31, or \"never\"");
        }
    }

    RuleTable table_;
    const RuleLimits& limits_;
    std::vector<Place> places_of_paths_;
};

}  // namespace

RuleFile parse_rules(std::string_view toml, const std::string& file, std::chrono::sys_days today,
                     const RuleLimits& limits) {
    RuleFile result;
    const auto root = parse_toml(toml, file, result.faults);
    if (!root) return result;
    const auto* rules = root->get("rule");
    if (rules == nullptr) return result;
    const auto at = place_of(rules->source(), file);
    const auto* tables = rules->as_array();
    if (tables == nullptr) {
        result.faults.push_back({at, "rule: expected [[rule]], with two brackets"});
        return result;
    }
    if (tables->size() > limits.rules_max) {
        result.faults.push_back({at, fmt::format("more than {} rules", limits.rules_max)});
        return result;
    }
    for (const auto& node : *tables) {
        const auto place = place_of(node.source(), file);
        const auto* table = node.as_table();
        if (table == nullptr) {
            result.faults.push_back({place, "rule: expected a table"});
            continue;
        }
        std::vector<Fault> faults;
        auto rule = RuleReader{*table, file, faults, limits}.read();
        const bool is_wrong = has_errors(faults);
        std::ranges::move(faults, std::back_inserter(result.faults));
        if (is_wrong) continue;
        const bool is_expired = rule.expires && *rule.expires < today;
        if (is_expired) {
            result.faults.push_back(
                {place, fmt::format("the rule has expired, and does not hold: {}", rule.reason),
                 Gravity::warning});
        }
        result.rules.push_back({std::move(rule), place, is_expired});
    }
    return result;
}

}  // namespace shadowdiff::config
