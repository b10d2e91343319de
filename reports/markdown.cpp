// SPDX-License-Identifier: Apache-2.0
// The report for a pull request or a job's summary: as much of it as fits, and how much does not.
#include "base/escape.hpp"
#include "reports/cause_notes.hpp"
#include "reports/decision_state.hpp"
#include "reports/finding_notes.hpp"
#include "reports/render.hpp"
#include "reports/rule_notes.hpp"
#include "reports/status_notes.hpp"
#include "reports/summary.hpp"
#include "reports/value_words.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {
namespace {

constexpr std::size_t words_for_the_rest = 800;  // room for saying what was left out

// Text that stays text: nothing in it can become markup, a mention, a link, or end a table's cell.
std::string plain(std::string_view text) {
    std::string out;
    for (const char c : printable(text)) {
        constexpr std::string_view special = "\\`*_{}[]()#+-.!|~:/=";
        if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else if (c == '&') {
            out += "&amp;";
        } else if (c == '@') {
            out += "@<!-- -->";  // nobody is called
        } else {
            if (special.contains(c)) out += '\\';
            out += c;
        }
    }
    return out;
}

std::string row(const std::vector<std::string>& cells) {
    std::string out = "|";
    for (const auto& cell : cells) out += " " + cell + " |";
    return out + "\n";
}

// Rows as long as there is room; then how many there would have been.
void add_table(std::string& out, std::size_t bytes_max, const std::vector<std::string>& head,
               const std::vector<std::vector<std::string>>& rows, std::string_view singular,
               std::string_view plural) {
    out += row(head) + row(std::vector<std::string>(head.size(), "---"));
    std::size_t listed = 0;
    for (const auto& cells : rows) {
        const auto text = row(cells);
        if (out.size() + text.size() + words_for_the_rest > bytes_max) break;
        out += text;
        ++listed;
    }
    if (listed < rows.size()) {
        out += fmt::format("\n{} of {} listed: the others would not fit.\n", grouped(listed),
                           counted(rows.size(), singular, plural));
    }
}

std::string words_of(const FindingEntry& entry) {
    std::string words = entry.since;
    for (const auto& more : {entry.excused_by, owner_words(entry)}) {
        if (!more.empty()) words += (words.empty() ? "" : ", ") + more;
    }
    return words;
}

std::string seen_cell(std::int64_t us) { return us == 0 ? "" : plain(seconds_of(us)); }

// A cell is narrow: what is steady has one word.
std::string trend_cell(const Trend& trend) {
    if (trend.direction == judge::Direction::steady) return "steady";
    return moving_words(trend);
}

void add_findings(std::string& out, const Report& report, std::size_t bytes_max) {
    out += fmt::format("\n### Findings: {}\n\n", grouped(report.findings.size()));
    if (report.findings.empty()) return;
    for (const auto& note : cause_notes(report)) out += "- " + plain(note) + "\n";
    for (const auto& sentence : report.in_common) out += "- " + plain(sentence) + "\n";
    out += "- To ask each leg the same again: " +
           plain(curl_command(report, report.findings[0].finding)) + "\n\n";
    std::vector<std::vector<std::string>> rows;
    for (const auto& entry : report.findings) {
        const auto& finding = entry.finding;
        const auto values = value_words(finding);
        rows.push_back({plain(finding.severity), grouped(finding.exchanges), plain(finding.route),
                        plain(finding.pattern), plain(kind_words(finding.kind, entry.hint)),
                        plain(values.legacy), plain(values.candidate), plain(words_of(entry)),
                        seen_cell(finding.first_seen_us), seen_cell(finding.last_seen_us),
                        plain(trend_cell(entry.trend)), plain(finding.fingerprint)});
    }
    add_table(out, bytes_max,
              {"severity", "exchanges", "route", "path", "kind", "legacy", "candidate", "state",
               "first seen", "last seen", "trend", "fingerprint"},
              rows, "finding", "findings");
}

void add_routes(std::string& out, const Report& report, std::size_t bytes_max) {
    out += fmt::format("\n### Routes: {}\n\n", grouped(report.routes.size()));
    std::vector<std::vector<std::string>> rows;
    for (const auto& line : report.routes) {
        rows.push_back({plain(line.route), grouped(line.judged), grouped(line.mismatches),
                        line.judged == 0 ? "–" : percent_at_most(line.upper_bound),
                        line.answer.empty() ? "not compared" : line.answer, line.readiness});
    }
    add_table(out, bytes_max, {"route", "judged", "mismatches", "at most", "answer", "readiness"},
              rows, "route", "routes");
}

void add_gone_notes(std::string& out, const Report& report, std::size_t bytes_max) {
    std::string list = "\n### Since the earlier run\n\n";
    const auto notes = gone_notes(report);
    for (const auto& note : notes) list += "- " + plain(note) + "\n";
    if (!notes.empty() && out.size() + list.size() <= bytes_max) out += list;
}

void add_decisions(std::string& out, const Report& report, std::size_t bytes_max) {
    const auto decisions = stated_decisions(report);
    if (decisions.empty()) return;
    out += fmt::format("\n### Decisions: {}\n\n", grouped(decisions.size()));
    std::vector<std::vector<std::string>> rows;
    for (const auto& stated : decisions) {
        const auto& decision = stated.decision;
        rows.push_back({plain(decision.fingerprint), plain(stated.route),
                        plain(stated.path + " " + stated.kind), plain(name(decision.as)),
                        plain(decision.owner), plain(decision.decided),
                        decision.expires.empty() ? "never" : plain(decision.expires),
                        plain(decision.reason), plain(words(stated.state))});
    }
    add_table(
        out, bytes_max,
        {"fingerprint", "route", "what", "as", "owner", "decided", "expires", "reason", "state"},
        rows, "decision", "decisions");
}

void add_rules(std::string& out, const Report& report, std::size_t bytes_max) {
    if (!report.why_rules_unknown.empty()) {
        out += "\n### Rules\n\n- " + plain(report.rules.back()) + "\n";
    }
    if (report.rule_rows.empty()) return;
    out += fmt::format("\n### Rules: {}\n\n", grouped(report.rule_rows.size()));
    std::vector<std::vector<std::string>> rows;
    for (const auto& rule : report.rule_rows) {
        rows.push_back({plain(rule.name), plain(rule.action), plain(rule.paths), plain(rule.owner),
                        plain(rule.expires), plain(rule.reason), grouped(rule.exchanges),
                        grouped(rule.differences), plain(places_words(rule))});
    }
    add_table(out, bytes_max,
              {"rule", "action", "paths", "owner", "expires", "reason", "exchanges",
               "differences set aside", "where"},
              rows, "rule", "rules");
}

void add_odd_one_out(std::string& out, const Report& report, std::size_t bytes_max) {
    if (report.odd_one_out.empty()) return;
    out += fmt::format(
        "\n### Odd one out: {}\n\nOftener the candidate than a second legacy answer.\n\n",
        grouped(report.odd_one_out.size()));
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : report.odd_one_out) {
        rows.push_back({plain(row.route), plain(row.pattern), plain(row.kind),
                        grouped(row.only_legacy), grouped(row.only_candidate), grouped(row.present),
                        plain(probability(row.q))});
    }
    add_table(out, bytes_max, {"route", "path", "kind", "legacy", "candidate", "of", "q"}, rows,
              "place", "places");
}

void add_errors(std::string& out, const Report& report, std::size_t bytes_max) {
    const auto routes = error_routes(report.statuses);
    if (routes.empty()) return;
    out += fmt::format("\n### Errors by status: {}\n\n", counted(routes.size(), "route", "routes"));
    std::vector<std::vector<std::string>> rows;
    for (const auto& [route, legacy, candidate] : routes) {
        rows.push_back({plain(route), plain(legacy), plain(candidate)});
    }
    add_table(out, bytes_max, {"route", "legacy", "candidate"}, rows, "route", "routes");
}

void add_not_verified(std::string& out, const Report& report, std::size_t bytes_max) {
    std::string list = "\n### Not verified\n\n";
    for (const auto& sentence : report.not_verified) list += "- " + plain(sentence) + "\n";
    if (out.size() + list.size() > bytes_max) {
        list = fmt::format("\n### Not verified\n\n{}: see the whole report.\n",
                           counted(report.not_verified.size(), "thing", "things"));
    }
    out += list;
}

}  // namespace

std::string render_markdown(const Report& report, std::size_t bytes_max) {
    std::string out = fmt::format("## {}: shadowdiff\n\n{}\n\n", name(report.gate.answer),
                                  plain(gate_reason(report)));
    out += row({"question", "answer"}) + row({"---", "---"});
    for (const auto& line : summary(report)) {
        out += row({plain(line.question), plain(line.answer)});
    }
    // What comes after the findings has its room first: there may be very many of those.
    std::string after;
    add_routes(after, report, bytes_max / 3);
    add_gone_notes(after, report, bytes_max / 3);
    add_decisions(after, report, bytes_max / 3);
    add_rules(after, report, bytes_max / 3);
    add_odd_one_out(after, report, bytes_max / 3);
    add_errors(after, report, bytes_max / 3);
    add_not_verified(after, report, bytes_max / 2);
    add_findings(out, report, bytes_max - std::min(bytes_max, after.size()));
    return out + after;
}

}  // namespace shadowdiff::reports
