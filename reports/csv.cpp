// SPDX-License-Identifier: Apache-2.0
// The report for spreadsheets (RFC 4180): each row says in its first cell what it tells of.
#include "judge/gate.hpp"
#include "reports/decision_state.hpp"
#include "reports/export.hpp"
#include "reports/render.hpp"
#include "reports/summary.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {
namespace {

struct CsvRow {
    std::string part;
    std::string name;
    std::string value;
    std::string route = {};
    std::string path = {};
    std::string kind = {};
    std::string severity = {};
    std::string exchanges = {};
    std::string places = {};
    std::string state = {};
    std::string legacy = {};
    std::string candidate = {};
    std::string hint = {};
    std::string trend = {};
};

void add(std::string& csv, const CsvRow& row) {
    csv += csv_cell(row.part);
    for (const auto* cell :
         {&row.name, &row.value, &row.route, &row.path, &row.kind, &row.severity, &row.exchanges,
          &row.places, &row.state, &row.legacy, &row.candidate, &row.hint, &row.trend}) {
        csv += "," + csv_cell(*cell);
    }
    csv += "\r\n";
}

void add_counts(std::string& csv, const Report& report) {
    for (const LedgerLine& line : report.ledger) {
        const auto reason = line.reason.empty() ? "" : ", " + as_words(line.reason);
        add(csv, {"ledger", as_words(line.verdict) + reason, std::to_string(line.n)});
    }
    add(csv, {"total", "seen", std::to_string(report.seen)});
    add(csv, {"total", "judged", std::to_string(report.judged)});
    add(csv, {"total", "mismatches", std::to_string(report.mismatches)});
    add(csv, {"total", "low mismatches", std::to_string(report.low_mismatches)});
    add(csv, {"total", "excused", std::to_string(report.excused)});
}

void add_route(std::string& csv, const RouteLine& line) {
    add(csv, {.part = "route",
              .name = "judged",
              .value = std::to_string(line.judged),
              .route = line.route,
              .exchanges = std::to_string(line.mismatches),
              .state = line.answer.empty() ? "not compared" : line.answer + ", " + line.readiness});
}

void add_finding(std::string& csv, const FindingEntry& entry) {
    const auto& finding = entry.finding;
    auto state = entry.since;
    if (!entry.excused_by.empty()) state += (state.empty() ? "" : ", ") + entry.excused_by;
    add(csv, {"finding", finding.fingerprint, finding.example_id, finding.route, finding.pattern,
              finding.kind, finding.severity, std::to_string(finding.exchanges),
              std::to_string(finding.places), state, finding.example_legacy,
              finding.example_candidate, as_words(entry.hint), trend_words(entry.trend)});
}

void add_gone_row(std::string& csv, std::string_view part, const GoneFinding& gone) {
    const auto& before = gone.before;
    add(csv, {.part = std::string{part},
              .name = before.fingerprint,
              .value = fmt::format("{} of {} then, 0 of {} now", before.exchanges,
                                   gone.judged_before, gone.judged),
              .route = before.route,
              .path = before.pattern,
              .kind = before.kind,
              .severity = before.severity});
}

void add_decision(std::string& csv, const StatedDecision& stated) {
    const auto& decision = stated.decision;
    add(csv, {.part = "decision",
              .name = decision.fingerprint,
              .value = decision_words(decision) + ": " + decision.reason,
              .route = stated.route,
              .path = stated.path,
              .kind = stated.kind,
              .state = std::string{words(stated.state)}});
}

void add_rule(std::string& csv, const store::RuleRow& rule) {
    add(csv, {.part = "rule",
              .name = rule.name,
              .value = fmt::format("of {}, expires {}: {}", rule.owner, rule.expires, rule.reason),
              .path = rule.paths,
              .kind = rule.action,
              .exchanges = std::to_string(rule.exchanges),
              .places = std::to_string(rule.differences)});
    for (const auto& place : rule.places) {
        add(csv, {.part = "rule place",
                  .name = rule.name,
                  .value = fmt::format("{} of {} looked at twice are no noise of legacy's",
                                       place.stable, place.checked),
                  .route = place.route,
                  .path = place.pattern,
                  .kind = place.kind,
                  .exchanges = std::to_string(place.exchanges)});
    }
}

void add_odd_one_out_row(std::string& csv, const store::OddOneOutRow& row) {
    add(csv, {.part = "odd one out",
              .name = "q",
              .value = probability(row.q),
              .route = row.route,
              .path = row.pattern,
              .kind = row.kind,
              .exchanges = std::to_string(row.present),
              .legacy = std::to_string(row.only_legacy),
              .candidate = std::to_string(row.only_candidate)});
}

}  // namespace

std::string render_csv(const Report& report) {
    std::string csv =
        "part,name,value,route,path,kind,severity,exchanges,places,state,legacy,candidate,hint,"
        "trend\r\n";
    add(csv, {"answer", std::string{name(report.gate.answer)}, std::string{gate_reason(report)}});
    for (const SummaryLine& line : summary(report)) {
        add(csv, {"question", line.question, line.answer});
    }
    add_counts(csv, report);
    for (const RouteLine& line : report.routes) add_route(csv, line);
    for (const FindingEntry& entry : report.findings) add_finding(csv, entry);
    for (const auto& gone : report.fixed) add_gone_row(csv, "fixed", gone);
    for (const auto& gone : report.not_seen) add_gone_row(csv, "not seen", gone);
    for (const auto& stated : stated_decisions(report)) add_decision(csv, stated);
    for (const auto& rule : report.rule_rows) add_rule(csv, rule);
    if (!report.why_rules_unknown.empty()) add(csv, {"rule", "", report.rules.back()});
    for (const auto& row : report.odd_one_out) add_odd_one_out_row(csv, row);
    for (const std::string& sentence : report.not_verified) {
        add(csv, {"not verified", "", sentence});
    }
    return csv;
}

}  // namespace shadowdiff::reports
