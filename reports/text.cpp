// SPDX-License-Identifier: Apache-2.0
// The report for a terminal. Its first screen answers: may we ship, does it add up, what differs.
#include "base/escape.hpp"
#include "base/limits.hpp"
#include "judge/verdict.hpp"
#include "reports/cause_notes.hpp"
#include "reports/coverage_words.hpp"
#include "reports/display.hpp"
#include "reports/failure_notes.hpp"
#include "reports/render.hpp"
#include "reports/status_notes.hpp"
#include "reports/terminal.hpp"
#include "reports/text_findings.hpp"
#include "reports/text_noise.hpp"
#include "reports/text_questions.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace shadowdiff::reports {
namespace {

Paint answer_paint(judge::GateAnswer answer) {
    switch (answer) {
        case judge::GateAnswer::go: return Paint::good;
        case judge::GateAnswer::no_go: return Paint::bad;
        case judge::GateAnswer::inconclusive: return Paint::warning;
    }
    return Paint::plain;
}

std::string headline(const Report& report, const TextStyle& style) {
    const store::RunRow& run = report.run;
    std::string head = fmt::format("shadowdiff report · {} · {}", printable(run.source),
                                   counted(report.seen, "request", "requests"));
    head += report.crashed
                ? std::string{" · no end recorded"}
                : fmt::format(" in {}", duration_words(run.ended_at_us - run.started_at_us));
    std::string targets =
        fmt::format("legacy {} · candidate {}", printable(run.legacy), printable(run.candidate));
    if (!run.secondary.empty()) targets += " · secondary " + printable(run.secondary);
    std::string out;
    for (const std::string& part : wrap(head, style.columns)) {
        out += line(painted(part, Paint::bold, style));
    }
    for (const std::string& part : wrap(targets, style.columns)) {
        out += line(painted(part, Paint::dim, style));
    }
    return out;
}

std::string verdict(const Report& report, const TextStyle& style) {
    const std::string answer{name(report.gate.answer)};
    const std::size_t indent = answer.size() + 2;
    const std::size_t room = style.columns > indent ? style.columns - indent : 0;
    std::string out = "\n";
    bool is_first = true;
    for (const std::string& part : wrap(printable(gate_reason(report)), room)) {
        out += line((is_first ? painted(answer, answer_paint(report.gate.answer), style) + "  "
                              : std::string(indent, ' ')) +
                    part);
        is_first = false;
    }
    return out;
}

std::string ledger_name(const LedgerLine& entry) {
    std::string text = printable(as_words(entry.verdict));
    if (!entry.reason.empty()) text += ", " + printable(as_words(entry.reason));
    return text;
}

Paint ledger_paint(const LedgerLine& entry) {
    const bool is_bad = entry.verdict == name(judge::Verdict::mismatch) && entry.n > 0;
    return is_bad ? Paint::bad : Paint::plain;
}

std::string ledger(const Report& report, const TextStyle& style) {
    std::size_t label_width = display_width("seen");
    std::size_t number_width =
        std::max(grouped(report.seen).size(), grouped(report.ledger_sum).size());
    for (const LedgerLine& entry : report.ledger) {
        label_width = std::max(label_width, display_width(ledger_name(entry)));
    }
    label_width = std::min(label_width, style.columns > 32 ? style.columns - 24 : 8);

    std::string out = section_title("Every request", style);
    for (const LedgerLine& entry : report.ledger) {
        const std::string text =
            fmt::format("{}  {}", pad_right(fit(ledger_name(entry), label_width), label_width),
                        pad_left(grouped(entry.n), number_width));
        out += line("  " + painted(text, ledger_paint(entry), style) + "  " +
                    painted(pad_left(share(entry.n, report.seen), 7), Paint::dim, style));
    }
    std::string rule;
    for (std::size_t i = 0; i < number_width; ++i) rule += "─";
    out += line("  " + std::string(label_width + 2, ' ') + rule);
    const std::string sum = fmt::format("  {}  {}  ", pad_right("seen", label_width),
                                        pad_left(grouped(report.seen), number_width));
    if (report.balances()) return out + line(sum + balance_sentence(report));
    return out + line(sum) + line("  " + painted(balance_sentence(report), Paint::bad, style));
}

std::string bounds(const Report& report, const TextStyle& style) {
    std::string text = "Coverage: " + printable(coverage_sentence(report.coverage)) + ".";
    std::string out = "\n" + text_wrapped(text, 2, style);
    if (report.judged == 0) return out;
    text =
        fmt::format("Mismatch rate: {} of {} judged; at most {} with {} confidence.",
                    grouped(report.mismatches), grouped(report.judged),
                    percent_at_most(report.upper_bound), percent(report.gate_options.confidence));
    if (report.low_mismatches > 0) {
        text += " " + counted(report.low_mismatches, "of low severity is not counted.",
                              "of low severity are not counted.");
    }
    return out + text_wrapped(text, 2, style);
}

std::string routes(const Report& report, const TextStyle& style) {
    if (report.routes.empty()) return "";
    Table table{.columns = {{.title = "route", .may_shrink = true},
                            {.title = "seen", .is_number = true},
                            {.title = "judged", .is_number = true},
                            {.title = "mismatches", .is_number = true},
                            {.title = "at most", .is_number = true},
                            {.title = "readiness"}},
                .rows = {}};
    const std::size_t listed = std::min(report.routes.size(), ReportLimits{}.text_routes_max);
    for (std::size_t i = 0; i < listed; ++i) {
        const RouteLine& row = report.routes[i];
        const bool bad = row.answer == name(judge::GateAnswer::no_go);
        const bool good = row.answer == name(judge::GateAnswer::go);
        table.rows.push_back(
            {.cells = {{printable(row.route)},
                       {grouped(row.seen)},
                       {grouped(row.judged)},
                       {grouped(row.mismatches), row.mismatches > 0 ? Paint::bad : Paint::plain},
                       {row.judged == 0 ? "–" : percent_at_most(row.upper_bound)},
                       {row.readiness.empty() ? "not compared" : row.readiness, bad ? Paint::bad
                                                                                : good
                                                                                    ? Paint::good
                                                                                    : Paint::dim}},
             .note = ""});
    }
    return section_title(fmt::format("Routes · {}", grouped(report.routes.size())), style) +
           render_table(table, style) +
           not_listed(listed, report.routes.size(), "more route", "more routes");
}

std::string causes(const Report& report, const TextStyle& style) {
    const auto notes = cause_notes(report);
    return notes.empty() ? "" : text_sentences("Alike on several routes", notes, style);
}

std::string in_common(const Report& report, const TextStyle& style) {
    return report.in_common.empty() ? "" : text_sentences("In common", report.in_common, style);
}

std::string rules(const Report& report, const TextStyle& style) {
    return report.rules.empty() ? "" : text_sentences("Rules", report.rules, style);
}

std::string failures(const Report& report, const TextStyle& style) {
    if (report.failures.empty()) return "";
    return text_sentences("Answers that failed", failure_notes(report.failures), style);
}

std::string errors(const Report& report, const TextStyle& style) {
    const auto notes = error_notes(report.statuses);
    return notes.empty() ? "" : text_sentences("Errors by status", notes, style);
}

}  // namespace

std::string render_text(const Report& report, const TextStyle& asked) {
    const TextStyle style = legible(asked);
    return headline(report, style) + verdict(report, style) + text_questions(report, style) +
           ledger(report, style) + bounds(report, style) + text_findings(report, style) +
           causes(report, style) + in_common(report, style) + routes(report, style) +
           text_noise(report, style) + errors(report, style) + failures(report, style) +
           rules(report, style) + text_decided(report, style) +
           text_sentences("Not verified", report.not_verified, style);
}

}  // namespace shadowdiff::reports
