// SPDX-License-Identifier: Apache-2.0
#include "reports/routes_model.hpp"

#include "base/escape.hpp"
#include "base/reason.hpp"
#include "judge/verdict.hpp"
#include "store/run_ids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace shadowdiff::reports {
namespace {

using judge::Verdict;

constexpr std::string_view other_routes = "(other)";  // those beyond the bound of a run

bool is_of_weight(const FindingEntry& entry) {
    return entry.finding.severity == name(diff::Severity::medium) ||
           entry.finding.severity == name(diff::Severity::high);
}

bool is_undecided_of_weight(const FindingEntry& entry) {
    return is_of_weight(entry) && entry.excused_by.empty();
}

std::vector<RouteLine> count_routes(const store::RunRows& rows, const Evidence& evidence) {
    std::map<std::string, RouteLine> routes;
    for (const store::TallyRow& row : rows.tally) {
        if (row.route.empty()) continue;  // a request that broke off before it had one
        RouteLine& line = routes[row.route];
        line.route = row.route;
        line.seen += row.n;
        if (is_judged(row.verdict)) line.judged += row.n;
        if (is_gating(row)) line.mismatches += row.n;
        if (is_gating(row) && row.reason == name(Reason::written_meanwhile)) {
            line.unconfirmed += row.n;
        }
        if (row.verdict != name(Verdict::excluded)) line.due += row.n;
    }
    std::vector<RouteLine> lines;
    for (auto& [route, line] : routes) {
        const auto found = evidence.excused.find(route);
        if (found != evidence.excused.end()) {
            line.excused = std::min(found->second, line.mismatches);
            line.mismatches -= line.excused;
        }
        const auto doubted = evidence.may_be_noise.find(route);
        if (doubted != evidence.may_be_noise.end()) {
            line.may_be_noise = std::min(doubted->second, line.mismatches);
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

judge::Speed speed_of(std::string_view route, const Report& report) {
    for (const LatencyLine& line : report.latency) {
        if (line.route == route && !line.is_indicative) return worst_of(line);
    }
    return judge::Speed::too_few;
}

/// Whether a finding of severity medium or high may be behind what writes kept from being
/// confirmed: one that nothing has confirmed and nobody has decided about, or one that is not
/// known. That legacy's noise would explain it is no answer to what nobody could ask.
bool is_in_doubt(const RouteLine& line, const Report& report) {
    const auto is_of_line = [&](const FindingEntry& entry) {
        if (entry.finding.route == line.route) return true;
        return line.route == other_routes &&
               std::ranges::find(report.routes, entry.finding.route, &RouteLine::route) ==
                   report.routes.end();
    };
    bool is_known = false;
    for (const FindingEntry& entry : report.findings) {
        if (!is_of_weight(entry) || !is_of_line(entry)) continue;
        is_known = true;
        if (entry.finding.reproduced == 0 && entry.excused_by != "accepted") return true;
    }
    return !is_known;
}

// As the gate answers: a mismatch within the limit is no drift. A tenth of what the limit needs
// says little yet, however clean.
std::string readiness_of(const RouteLine& line, const Evidence& evidence,
                         const std::set<std::string>& was_clean) {
    const bool is_wrong = line.answer == name(judge::GateAnswer::no_go);
    const bool is_cut_over =
        std::ranges::find(evidence.cut_over, line.route) != evidence.cut_over.end();
    if (is_wrong && (is_cut_over || was_clean.contains(line.route))) return "drifting";
    if (is_cut_over) return "cut over";
    if (line.answer == name(judge::GateAnswer::go)) return "ready to cut over";
    if (is_wrong || line.mismatches > 0) return "not ready";
    return line.judged * 10 < line.judged + line.more_needed ? "collecting" : "clean so far";
}

// Routes that the latest earlier run judged and had no finding on. One that it did not see is new:
// it has nothing to drift from.
std::set<std::string> clean_before(const Evidence& evidence) {
    if (evidence.baselines.empty()) return {};
    std::set<std::string> clean;
    const auto& latest = evidence.baselines.back();
    for (const auto& [route, n] : latest.judged) clean.insert(route);
    for (const auto& finding : latest.findings) clean.erase(finding.route);
    return clean;
}

judge::Excused excused_of(const Report& report) {
    judge::Excused excused;
    for (const RouteLine& line : report.routes) excused.exchanges += line.excused;
    for (const FindingEntry& entry : report.findings) {
        if (!is_of_weight(entry) || entry.excused_by.empty()) continue;
        ++(entry.excused_by == "noise" ? excused.noisy : excused.decisions);
    }
    return excused;
}

void take_answers(Report& report) {
    std::map<std::string_view, const judge::GateRouteAnswer*> answers;
    for (const judge::GateRouteAnswer& answer : report.gate.routes) answers[answer.route] = &answer;
    for (RouteLine& line : report.routes) {
        const auto found = answers.find(line.route);
        if (found == answers.end()) continue;
        const auto& answer = *found->second;
        line.lower_bound = answer.lower_bound;
        line.upper_bound = answer.upper_bound;
        line.joint_upper_bound = answer.joint_upper_bound;
        line.open_findings = answer.open_findings;
        line.answer = name(answer.answer);
        line.more_needed = answer.more_needed;
        line.may_be_noise = answer.may_be_noise;
    }
}

void hold_back(judge::GateVerdict& gate, const std::string& why) {
    if (why.empty()) return;
    for (auto& route : gate.routes) {
        if (route.answer == judge::GateAnswer::go) route.answer = judge::GateAnswer::inconclusive;
    }
    if (gate.answer != judge::GateAnswer::go) return;
    gate.answer = judge::GateAnswer::inconclusive;
    gate.sentence = "INCONCLUSIVE: " + why;
}

}  // namespace

std::string why_no_go_at_all(const Report& report) {
    if (!report.balances()) return balance_sentence(report);
    const auto& facts = report.run.facts;
    if (const auto found = facts.find(store::merged_unequal_fact); found != facts.end()) {
        return fmt::format("the runs that were merged are not known to agree in: {}",
                           printable(found->second));
    }
    for (const auto& [fact, words] : store::facts_of_evidence) {
        const auto several = facts.find(store::merged_prefix + fact);
        if (several == facts.end()) continue;
        return fmt::format("it is about more than one {}: {}", words, printable(several->second));
    }
    return "";
}

bool is_judged(std::string_view verdict) {
    const auto known = judge::verdict_from_name(verdict);
    return known && judge::is_judged(*known);
}

std::map<std::string, std::uint64_t> judged_by_route(const store::RunRows& rows) {
    std::map<std::string, std::uint64_t> routes;
    for (const auto& row : rows.tally) {
        if (is_judged(row.verdict) && row.n > 0) routes[row.route] += row.n;
    }
    return routes;
}

bool is_gating(const store::TallyRow& row) {
    return row.verdict == name(Verdict::mismatch) && row.severity != name(diff::Severity::low) &&
           row.severity != name(diff::Severity::none);
}

bool is_uncovered(const RouteLine& line, const judge::GateOptions& options) {
    const auto judged = static_cast<double>(line.judged);
    return line.answer == name(judge::GateAnswer::inconclusive) && line.more_needed == 0 &&
           judged < options.coverage_min * static_cast<double>(line.due);
}

bool is_open(const FindingEntry& entry) {
    return entry.finding.reproduced > 0 && is_undecided_of_weight(entry);
}

// A route whose requests were all excluded was never meant to be compared: it is listed as not
// verified and does not make every run inconclusive.
void add_routes(Report& report, const store::RunRows& rows, const Evidence& evidence) {
    report.routes = count_routes(rows, evidence);
    for (RouteLine& line : report.routes) line.speed = speed_of(line.route, report);
    judge::GateInput input;
    std::uint64_t excluded_in_all = 0;
    for (const store::TallyRow& row : rows.tally) {
        if (row.verdict == name(Verdict::excluded)) excluded_in_all += row.n;
        if (is_judged(row.verdict)) input.compared += row.n;
    }
    report.due = report.seen - std::min(report.seen, excluded_in_all);
    input.due = report.due;
    for (RouteLine& line : report.routes) {
        if (line.unconfirmed > 0 && !is_in_doubt(line, report)) line.unconfirmed = 0;
        if (line.due == 0) continue;
        input.routes.push_back({line.route, line.judged, line.mismatches, line.due,
                                line.unconfirmed, line.may_be_noise, line.speed});
    }
    for (const FindingEntry& entry : report.findings) {
        if (!is_open(entry)) continue;
        input.open.push_back(
            {entry.finding.route, entry.finding.fingerprint, entry.finding.exchanges});
    }
    input.excused = excused_of(report);
    report.gate = judge::gate(input, report.gate_options);
    hold_back(report.gate, why_no_go_at_all(report));
    take_answers(report);
    const auto was_clean = clean_before(evidence);
    for (RouteLine& line : report.routes) {
        if (!line.answer.empty()) line.readiness = readiness_of(line, evidence, was_clean);
    }
}

}  // namespace shadowdiff::reports
