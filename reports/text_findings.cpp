// SPDX-License-Identifier: Apache-2.0
#include "reports/text_findings.hpp"

#include "base/escape.hpp"
#include "base/limits.hpp"
#include "reports/decision_state.hpp"
#include "reports/display.hpp"
#include "reports/finding_notes.hpp"
#include "reports/terminal.hpp"
#include "reports/value_words.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace shadowdiff::reports {
namespace {

constexpr std::size_t second_note_columns_min = 90;  // narrower, half of it would be cut off

// "new, accepted: " and the like, before what differs.
std::string standing_words(const FindingEntry& entry) {
    std::string words = entry.since;
    if (!entry.excused_by.empty()) words += (words.empty() ? "" : ", ") + entry.excused_by;
    return words.empty() ? words : words + " · ";
}

// What rises or falls has lines of its own.
std::string seen_and_decided(const FindingEntry& entry) {
    std::string text = seen_words(entry.finding);
    const bool is_steady = entry.trend.direction == judge::Direction::steady;
    for (const auto& more : {std::string{is_steady ? "steady" : ""}, owner_words(entry)}) {
        if (!more.empty()) text += (text.empty() ? "" : " · ") + printable(more);
    }
    return text;
}

}  // namespace

std::string text_wrapped(std::string_view text, std::size_t indent, const TextStyle& style) {
    std::string out;
    const std::size_t room = style.columns > indent ? style.columns - indent : 0;
    for (const std::string& part : wrap(text, room)) {
        out += line(std::string(indent, ' ') + part);
    }
    return out;
}

std::string not_listed(std::size_t listed, std::size_t all, std::string_view singular,
                       std::string_view plural) {
    if (listed >= all) return "";
    return line(fmt::format("  … and {}: --format json or html lists all",
                            counted(all - listed, singular, plural)));
}

std::string text_sentences(std::string_view heading, const std::vector<std::string>& list,
                           const TextStyle& style) {
    std::string out = section_title(heading, style);
    for (const std::string& sentence : list) {
        const std::string text = text_wrapped(printable(sentence), 4, style);
        out += "  · " + text.substr(4);
    }
    return out;
}

std::string text_findings(const Report& report, const TextStyle& style) {
    if (report.findings.empty()) {
        return section_title("Findings", style) + line("  none");
    }
    Table table{.columns = {{.title = "severity"},
                            {.title = "exchanges", .is_number = true},
                            {.title = "route", .may_shrink = true},
                            {.title = "path", .may_shrink = true},
                            {.title = "fingerprint"}},
                .rows = {},
                .note_column = 2};
    const bool is_wide = style.columns >= second_note_columns_min;
    const std::size_t listed = std::min(report.findings.size(), ReportLimits{}.text_findings_max);
    for (std::size_t i = 0; i < listed; ++i) {
        const store::FindingRow& row = report.findings[i].finding;
        const auto values = value_words(row);
        table.rows.push_back({.cells = {{printable(row.severity), severity_paint(row.severity)},
                                        {grouped(row.exchanges)},
                                        {printable(row.route)},
                                        {printable(row.pattern)},
                                        {printable(row.fingerprint), Paint::dim}},
                              .note = fmt::format("{}{}: legacy {} → candidate {}",
                                                  standing_words(report.findings[i]),
                                                  kind_words(row.kind, report.findings[i].hint),
                                                  values.legacy, values.candidate),
                              .more = is_wide ? seen_and_decided(report.findings[i]) : "",
                              .in_full = moving_words(report.findings[i].trend)});
    }
    const auto again = fmt::format("To ask each leg the same again: {}",
                                   printable(curl_command(report, report.findings[0].finding)));
    return section_title(fmt::format("Findings · {}", grouped(report.findings.size())), style) +
           render_table(table, style) +
           not_listed(listed, report.findings.size(), "more finding", "more findings") +
           text_wrapped(again, 2, style);
}

std::string text_decided(const Report& report, const TextStyle& style) {
    auto decisions = decision_sentences(report);
    const auto listed = std::min(decisions.size(), ReportLimits{}.text_findings_max);
    const auto more = not_listed(listed, decisions.size(), "more decision", "more decisions");
    decisions.resize(listed);
    const auto gone = gone_notes(report);
    return (decisions.empty() ? "" : text_sentences("Decisions", decisions, style) + more) +
           (gone.empty() ? "" : text_sentences("Since the earlier run", gone, style));
}

}  // namespace shadowdiff::reports
