// SPDX-License-Identifier: Apache-2.0
// The report for programs; its shape is docs/report-json.md.
#include "reports/json_counts.hpp"
#include "reports/json_gate.hpp"
#include "reports/json_latency.hpp"
#include "reports/json_value.hpp"
#include "reports/render.hpp"
#include "reports/summary.hpp"
#include "reports/wording.hpp"

#include <nlohmann/json.hpp>

namespace shadowdiff::reports {
namespace {

using Json = nlohmann::ordered_json;

constexpr int schema_version = 2;

// Round brackets: in braces, a value would become an array of one.
Json time_or_null(std::int64_t microseconds) {
    return microseconds == 0 ? Json(nullptr) : Json(utc_time(microseconds));
}

Json run_json(const Report& report) {
    const store::RunRow& run = report.run;
    Json json;
    json["shadowdiff_version"] = run.version;
    json["source"] = run.source;
    json["legacy"] = run.legacy;
    json["candidate"] = run.candidate;
    json["secondary"] = text_or_null(run.secondary);
    json["method_policy"] = run.method_policy;
    json["started_at"] = time_or_null(run.started_at_us);
    json["ended_at"] = time_or_null(run.ended_at_us);
    json["is_complete"] = !report.crashed;
    json["kept_exchanges"] = report.kept_exchanges;
    json["facts"] = Json::object();
    for (const auto& [name, value] : run.facts) json["facts"][name] = value;
    return json;
}

Json ledger_json(const Report& report) {
    Json lines = Json::array();
    for (const LedgerLine& line : report.ledger) {
        Json json;
        json["verdict"] = line.verdict;
        json["reason"] = text_or_null(line.reason);
        json["n"] = line.n;
        json["kept"] = line.kept;
        lines.push_back(std::move(json));
    }
    Json json;
    json["lines"] = std::move(lines);
    json["sum"] = report.ledger_sum;
    json["balances"] = report.balances();
    return json;
}

Json coverage_json(const Report& report) {
    Json json = Json::object();
    for (const store::CoverageRow& row : report.coverage) json[row.reason] = row.n;
    return json;
}

Json part_json(const judge::RunPart& part) {
    Json json;
    json["exchanges"] = part.exchanges;
    json["judged"] = part.judged;
    return json;
}

Json trend_json(const Trend& trend) {
    if (trend.direction == judge::Direction::unknown) return nullptr;
    Json json;
    json["direction"] = judge::name(trend.direction);
    json["since"] = utc_time(trend.since_us);
    json["earlier"] = part_json(trend.earlier);
    json["later"] = part_json(trend.later);
    return json;
}

Json finding_json(const FindingEntry& entry) {
    const store::FindingRow& finding = entry.finding;
    Json json;
    json["fingerprint"] = finding.fingerprint;
    json["route"] = finding.route;
    json["path"] = finding.pattern;
    json["kind"] = finding.kind;
    json["count"] = finding.exchanges;
    json["places"] = finding.places;
    json["severity"] = finding.severity;
    json["reproduced"] = finding.reproduced;
    json["kept"] = finding.kept;
    json["since"] = text_or_null(entry.since);
    json["excused_by"] = text_or_null(entry.excused_by);
    json["decision"] = entry.decision ? decision_json(*entry.decision) : Json(nullptr);
    json["first_seen"] = time_or_null(finding.first_seen_us);
    json["last_seen"] = time_or_null(finding.last_seen_us);
    json["trend"] = trend_json(entry.trend);
    Json example;
    example["exchange"] = finding.example_id;
    example["path"] = finding.example_path;
    example["legacy"] = finding.example_legacy;
    example["candidate"] = finding.example_candidate;
    example["hint"] = text_or_null(entry.hint);
    json["example"] = std::move(example);
    return json;
}

Json gone_json(const GoneFinding& gone) {
    Json json;
    json["fingerprint"] = gone.before.fingerprint;
    json["route"] = gone.before.route;
    json["path"] = gone.before.pattern;
    json["kind"] = gone.before.kind;
    return json;
}

}  // namespace

Json causes_json(const Report& report) {
    Json causes = Json::array();
    for (const Cause& cause : report.causes) {
        Json json;
        json["path"] = cause.pattern;
        json["kind"] = cause.kind;
        json["severity"] = cause.severity;
        json["exchanges"] = cause.exchanges;
        json["findings"] = Json::array();
        for (const auto at : cause.findings) {
            json["findings"].push_back(report.findings[at].finding.fingerprint);
        }
        causes.push_back(std::move(json));
    }
    return causes;
}

Json fixed_json(const Report& report) {
    if (!report.has_baseline) return nullptr;
    Json fixed = Json::array();
    for (const GoneFinding& gone : report.fixed) fixed.push_back(gone_json(gone));
    return fixed;
}

Json not_seen_json(const Report& report) {
    if (!report.has_baseline) return nullptr;
    Json not_seen = Json::array();
    for (const GoneFinding& gone : report.not_seen) {
        Json json = gone_json(gone);
        json["count_before"] = gone.before.exchanges;
        json["judged_before"] = gone.judged_before;
        json["judged"] = gone.judged;
        not_seen.push_back(std::move(json));
    }
    return not_seen;
}

Json summary_json(const Report& report) {
    Json lines = Json::object();
    for (const SummaryLine& line : summary(report)) lines[line.question] = line.answer;
    return lines;
}

Json timeline_json(const Timeline& timeline) {
    Json steps = Json::array();
    for (const TimelineStep& step : timeline.steps) {
        Json json;
        json["start"] = utc_time(step.start_us);
        json["seen"] = step.seen;
        json["judged"] = step.judged;
        json["mismatches"] = step.mismatches;
        steps.push_back(std::move(json));
    }
    Json json;
    json["step_s"] = timeline.step_us / 1'000'000;
    json["steps"] = std::move(steps);
    return json;
}

std::string render_json(const Report& report) {
    Json json;
    json["schema_version"] = schema_version;
    json["run"] = run_json(report);
    json["gate"] = gate_json(report);
    json["summary"] = summary_json(report);
    json["totals"] = totals_json(report);
    json["ledger"] = ledger_json(report);
    json["coverage"] = coverage_json(report);
    json["routes"] = routes_json(report);
    Json findings = Json::array();
    for (const FindingEntry& entry : report.findings) {
        findings.push_back(finding_json(entry));
    }
    json["findings"] = std::move(findings);
    json["causes"] = causes_json(report);
    json["in_common"] = report.in_common;
    json["decisions"] = decisions_json(report);
    json["rules"] = rules_json(report);
    json["fixed"] = fixed_json(report);
    json["not_seen"] = not_seen_json(report);
    json["latency"] = latency_json(report);
    json["timeline"] = timeline_json(report.timeline);
    json["failures"] = failures_json(report);
    json["statuses"] = statuses_json(report);
    json["dimensions"] = dimensions_json(report);
    json["never_asked"] = report.never_asked;
    json["noise"] = noise_json(report);
    json["odd_one_out"] = odd_one_out_json(report);
    json["not_verified"] = report.not_verified;
    return json_document(json);
}

}  // namespace shadowdiff::reports
