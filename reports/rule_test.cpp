// SPDX-License-Identifier: Apache-2.0
#include "reports/rule_test.hpp"

#include "base/escape.hpp"
#include "reports/display.hpp"
#include "reports/terminal.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace shadowdiff::reports {
namespace {

using Names = std::vector<std::string>;

std::string paragraph(const std::string& text, const TextStyle& style) {
    std::string out;
    for (const std::string& part : wrap(text, style.columns)) out += line(part);
    return out;
}

std::string share_sentence(const judge::Rejudgement& result) {
    std::string text = fmt::format(
        "{} of {} compared could be judged again ({}), and all below is about these alone.",
        counted(result.rejudged, "exchange", "exchanges"), grouped(result.compared),
        share(result.rejudged, result.compared));
    for (const auto& [why, n] : result.left_out) {
        text += fmt::format(" Left out: {}, {}.", grouped(n), why);
    }
    return text;
}

std::string verdicts(const judge::Rejudgement& result, const TextStyle& style) {
    Table table{.columns = {{.title = "before"},
                            {.title = "under these rules"},
                            {.title = "exchanges", .is_number = true}},
                .rows = {}};
    std::uint64_t unchanged = 0;
    for (const auto& [change, n] : result.verdicts) {
        const auto& [before, after] = change;
        if (before == after) {
            unchanged += n;
            continue;
        }
        table.rows.push_back(
            {.cells = {{std::string{name(before)}},
                       {std::string{name(after)},
                        after == judge::Verdict::mismatch ? Paint::bad : Paint::plain},
                       {grouped(n)}},
             .note = ""});
    }
    table.rows.push_back({.cells = {{"any"}, {"the same"}, {grouped(unchanged)}}, .note = ""});
    return section_title("Verdicts", style) + render_table(table, style);
}

std::string_view what_becomes(const judge::FindingChange& finding) {
    if (finding.before == 0) return "appears";
    if (finding.after == 0) return "goes";
    return finding.after < finding.before ? "less often" : "more often";
}

std::string names_of(const judge::FindingChange& finding, const Names& rules) {
    Names names;
    for (const auto rule : finding.rules) names.push_back(printable(rules[rule]));
    return names.empty() ? "" : fmt::format("by {}", fmt::join(names, ", "));
}

std::string findings(const judge::Rejudgement& result, const Names& rules, const TextStyle& style) {
    Table table{.columns = {{.title = "finding"},
                            {.title = "path", .may_shrink = true},
                            {.title = "kind"},
                            {.title = "route", .may_shrink = true},
                            {.title = "before", .is_number = true},
                            {.title = "after", .is_number = true},
                            {.title = ""}},
                .rows = {},
                .note_column = 1};
    std::uint64_t unchanged = 0;
    for (const auto& finding : result.findings) {
        if (finding.before == finding.after) {
            ++unchanged;
            continue;
        }
        table.rows.push_back({.cells = {{finding.fingerprint},
                                        {printable(finding.pattern)},
                                        {std::string{name(finding.kind)}},
                                        {printable(finding.route)},
                                        {grouped(finding.before)},
                                        {grouped(finding.after)},
                                        {std::string{what_becomes(finding)},
                                         finding.before == 0 ? Paint::bad : Paint::plain}},
                              .note = names_of(finding, rules)});
    }
    auto text = section_title("Findings", style);
    if (!table.rows.empty()) text += render_table(table, style);
    return text +
           line(fmt::format("  {} as before", counted(unchanged, "finding is", "findings are")));
}

std::string sentence(const std::string& rule, const judge::RuleEffect& effect) {
    const auto who = printable(rule);
    if (effect.exchanges == 0) return who + " sets nothing aside";
    auto text = fmt::format("{} sets aside {} in {}", who,
                            counted(effect.differences, "difference", "differences"),
                            counted(effect.exchanges, "exchange", "exchanges"));
    if (effect.findings == 0) return text + "; none was a finding";
    return text + fmt::format("; in {} a finding was among them, confirmed by asking again in {}",
                              grouped(effect.findings), grouped(effect.reproduced));
}

std::string effects(const judge::Rejudgement& result, const Names& rules, const TextStyle& style) {
    if (rules.empty()) return "";
    auto text = section_title("Rules", style);
    for (std::size_t i = 0; i < rules.size(); ++i) {
        for (const auto& part : wrap(sentence(rules[i], result.rules[i]), style.columns - 2)) {
            text += line("  " + part);
        }
    }
    return text;
}

}  // namespace

std::string render_rule_test(const judge::Rejudgement& result, const Names& rules,
                             const TextStyle& asked) {
    const TextStyle style = legible(asked);
    return paragraph(share_sentence(result), style) + verdicts(result, style) +
           findings(result, rules, style) + effects(result, rules, style);
}

}  // namespace shadowdiff::reports
