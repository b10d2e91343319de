// SPDX-License-Identifier: Apache-2.0
#include "reports/model.hpp"

#include "base/escape.hpp"
#include "judge/verdict.hpp"
#include "reports/findings_model.hpp"
#include "reports/never_asked.hpp"
#include "reports/not_verified.hpp"
#include "reports/routes_model.hpp"
#include "reports/rule_notes.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace shadowdiff::reports {
namespace {

using judge::Verdict;

bool is_mismatch(const store::TallyRow& row) { return row.verdict == name(Verdict::mismatch); }

// Verdicts in their own order; one that this version does not know comes last and is still counted.
std::size_t rank(std::string_view verdict) {
    const auto known = judge::verdict_from_name(verdict);
    return known ? static_cast<std::size_t>(*known) : judge::verdict_count;
}

std::vector<LedgerLine> make_ledger(const store::RunRows& rows) {
    std::map<std::pair<std::string, std::string>, std::uint64_t> counts;
    for (const Verdict verdict :
         {Verdict::match, Verdict::equivalent, Verdict::noise, Verdict::drift, Verdict::mismatch}) {
        counts[{std::string{name(verdict)}, ""}] = 0;
    }
    for (const store::TallyRow& row : rows.tally) counts[{row.verdict, row.reason}] += row.n;

    std::vector<LedgerLine> ledger;
    for (const auto& [key, n] : counts) {
        if (n > 0 || is_judged(key.first)) ledger.push_back({key.first, key.second, n});
    }
    for (LedgerLine& line : ledger) {
        for (const store::KeptRow& row : rows.kept) {
            if (row.verdict == line.verdict && row.reason == line.reason) line.kept = row.kept;
        }
    }
    std::ranges::sort(ledger, [](const LedgerLine& one, const LedgerLine& other) {
        return std::tuple{rank(one.verdict), other.n, std::string_view{one.reason}} <
               std::tuple{rank(other.verdict), one.n, std::string_view{other.reason}};
    });
    return ledger;
}

}  // namespace

Report make_report(const store::RunRows& rows, const judge::GateOptions& options,
                   const Evidence& evidence) {
    Report report;
    report.run = rows.run;
    report.crashed = rows.run.ended_at_us == 0;
    report.gate_options = options;
    report.seen = rows.seen;
    report.ledger = make_ledger(rows);
    for (const LedgerLine& line : report.ledger) report.ledger_sum += line.n;
    for (const store::TallyRow& row : rows.tally) {
        if (is_judged(row.verdict)) report.judged += row.n;
        if (is_mismatch(row) && !is_gating(row)) report.low_mismatches += row.n;
    }
    report.coverage = rows.coverage;
    report.latency = make_latency(rows);
    add_findings(report, rows, evidence);
    add_routes(report, rows, evidence);
    for (const RouteLine& line : report.routes) {
        report.mismatches += line.mismatches;
        report.excused += line.excused;
    }
    const bool is_fraction = options.confidence > 0 && options.confidence < 1;
    if (is_fraction) {
        report.upper_bound =
            judge::bounds(report.mismatches, report.judged, options.confidence, options).upper;
    }
    report.noise = rows.noise;
    for (const auto& row : rows.odd_one_out) {
        if (is_discovery(row)) report.odd_one_out.push_back(row);
    }
    report.failures = rows.leg_failures;
    report.statuses = rows.leg_statuses;
    report.dimensions = rows.dimensions;
    report.never_asked = never_asked(rows);
    report.rule_rows = rows.rules;
    report.rules = rule_notes(rows.rules);
    report.why_rules_unknown = why_rules_unknown(rows.run);
    if (!report.why_rules_unknown.empty()) {
        report.rules.push_back("What rules set aside is not known: " + report.why_rules_unknown);
    }
    for (const auto& rule : rows.rules) {
        report.rules_needed += rule.differences > 0 ? 1 : 0;
        report.differences_set_aside += rule.differences;
    }
    report.kept_exchanges = rows.exchanges_kept;
    report.evicted = rows.evicted;
    report.timeline = make_timeline(rows.minutes);
    report.not_verified = not_verified(report, rows);
    return report;
}

std::string_view gate_reason(const Report& report) {
    std::string_view sentence = report.gate.sentence;
    const std::string_view answer = name(report.gate.answer);
    if (sentence.starts_with(answer) && sentence.substr(answer.size()).starts_with(": ")) {
        sentence.remove_prefix(answer.size() + 2);
    }
    return sentence;
}

std::string balance_sentence(const Report& report) {
    if (report.balances()) return "all accounted for";
    return fmt::format(
        "THE LEDGER DOES NOT BALANCE: {} seen, {} accounted for. Do not rely on this run.",
        grouped(report.seen), grouped(report.ledger_sum));
}

}  // namespace shadowdiff::reports
