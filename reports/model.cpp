// SPDX-License-Identifier: Apache-2.0
#include "reports/model.hpp"

#include "judge/verdict.hpp"
#include "reports/not_verified.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace shadowdiff::reports {
namespace {

using judge::Verdict;

bool is_judged(std::string_view verdict) {
    return verdict == name(Verdict::match) || verdict == name(Verdict::equivalent) ||
           verdict == name(Verdict::noise) || verdict == name(Verdict::drift) ||
           verdict == name(Verdict::mismatch);
}

bool is_mismatch(const store::TallyRow& row) { return row.verdict == name(Verdict::mismatch); }

bool is_gating(const store::TallyRow& row) {
    return is_mismatch(row) && row.severity != name(diff::Severity::low) &&
           row.severity != name(diff::Severity::none);
}

// Verdicts in their own order; one that this version does not know comes last and is still counted.
std::size_t rank(std::string_view verdict) {
    const auto known = judge::verdict_from_name(verdict);
    return known ? static_cast<std::size_t>(*known) : judge::verdict_count;
}

std::vector<LedgerLine> make_ledger(const std::vector<store::TallyRow>& tally) {
    std::map<std::pair<std::string, std::string>, std::uint64_t> counts;
    for (const Verdict verdict :
         {Verdict::match, Verdict::equivalent, Verdict::noise, Verdict::drift, Verdict::mismatch}) {
        counts[{std::string{name(verdict)}, ""}] = 0;
    }
    for (const store::TallyRow& row : tally) counts[{row.verdict, row.reason}] += row.n;

    std::vector<LedgerLine> ledger;
    for (const auto& [key, n] : counts) {
        if (n > 0 || is_judged(key.first)) ledger.push_back({key.first, key.second, n});
    }
    std::ranges::sort(ledger, [](const LedgerLine& one, const LedgerLine& other) {
        return std::tuple{rank(one.verdict), other.n, std::string_view{one.reason}} <
               std::tuple{rank(other.verdict), one.n, std::string_view{other.reason}};
    });
    return ledger;
}

std::vector<RouteLine> count_routes(const std::vector<store::TallyRow>& tally,
                                    std::map<std::string, std::uint64_t>& excluded) {
    std::map<std::string, RouteLine> routes;
    for (const store::TallyRow& row : tally) {
        if (row.route.empty()) continue;  // a request that broke off before it had one
        RouteLine& line = routes[row.route];
        line.route = row.route;
        line.seen += row.n;
        if (is_judged(row.verdict)) line.judged += row.n;
        if (is_gating(row)) line.mismatches += row.n;
        if (row.verdict == name(Verdict::excluded)) excluded[row.route] += row.n;
    }
    std::vector<RouteLine> lines;
    for (auto& [route, line] : routes) lines.push_back(std::move(line));
    return lines;
}

// A route whose requests were all excluded was never meant to be compared: it is listed as not
// verified and does not make every run inconclusive.
void answer_routes(Report& report, const std::map<std::string, std::uint64_t>& excluded) {
    std::vector<judge::GateRoute> gated;
    for (const RouteLine& line : report.routes) {
        const auto found = excluded.find(line.route);
        if (found != excluded.end() && found->second == line.seen) continue;
        gated.push_back({line.route, line.judged, line.mismatches});
    }
    report.gate = judge::gate(gated, report.gate_options);

    std::map<std::string_view, const judge::GateRouteAnswer*> answers;
    for (const judge::GateRouteAnswer& answer : report.gate.routes) answers[answer.route] = &answer;
    for (RouteLine& line : report.routes) {
        const auto found = answers.find(line.route);
        if (found == answers.end()) continue;
        line.upper_bound = found->second->upper_bound;
        line.answer = name(found->second->answer);
        line.more_needed = found->second->more_needed;
    }
}

std::vector<FindingEntry> join_examples(const store::RunRows& rows) {
    std::unordered_map<std::string_view, const store::ExchangeRow*> examples;
    for (const store::ExchangeRow& example : rows.examples) examples[example.id] = &example;
    std::vector<FindingEntry> entries;
    for (const store::FindingRow& finding : rows.findings) {
        const auto found = examples.find(finding.example_id);
        entries.push_back(
            {finding, found == examples.end() ? store::ExchangeRow{} : *found->second});
    }
    return entries;
}

}  // namespace

Report make_report(const store::RunRows& rows, const judge::GateOptions& options) {
    Report report;
    report.run = rows.run;
    report.crashed = rows.run.ended_at_us == 0;
    report.gate_options = options;
    report.seen = rows.seen;
    report.ledger = make_ledger(rows.tally);
    for (const LedgerLine& line : report.ledger) report.ledger_sum += line.n;
    for (const store::TallyRow& row : rows.tally) {
        if (is_judged(row.verdict)) report.judged += row.n;
        if (is_mismatch(row)) (is_gating(row) ? report.mismatches : report.low_mismatches) += row.n;
    }
    const bool is_fraction = options.confidence > 0 && options.confidence < 1;
    if (is_fraction)
        report.upper_bound =
            judge::upper_bound(report.mismatches, report.judged, options.confidence);
    report.coverage = rows.coverage;
    std::map<std::string, std::uint64_t> excluded;
    report.routes = count_routes(rows.tally, excluded);
    answer_routes(report, excluded);
    if (!report.balances() && report.gate.answer == judge::GateAnswer::go) {
        report.gate.answer = judge::GateAnswer::inconclusive;
        report.gate.sentence = "INCONCLUSIVE: " + balance_sentence(report);
    }
    report.findings = join_examples(rows);
    report.noise = rows.noise;
    report.kept_exchanges = rows.exchanges_kept;
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
