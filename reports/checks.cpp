// SPDX-License-Identifier: Apache-2.0
#include "reports/checks.hpp"

#include "base/escape.hpp"
#include "judge/gate_sentence.hpp"
#include "reports/routes_model.hpp"
#include "reports/value_words.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace shadowdiff::reports {
namespace {

// Which check a difference belongs to.
std::string_view check_of(std::string_view pattern) {
    if (pattern == "answer") return "answer";
    if (pattern == "status") return "status";
    if (pattern.starts_with("headers.") || pattern.starts_with("cookies.")) return "headers";
    return "body";
}

std::string line_of(const FindingEntry& entry) {
    const auto& finding = entry.finding;
    const auto values = value_words(finding);
    const auto moving = moving_words(entry.trend);
    return fmt::format("{} {} {} in {}: legacy {} -> candidate {} [{}]{}{}", finding.severity,
                       printable(finding.pattern), kind_words(finding.kind, entry.hint),
                       counted(finding.exchanges, "exchange", "exchanges"), values.legacy,
                       values.candidate, finding.fingerprint, moving.empty() ? "" : "; ", moving);
}

bool counts(const FindingEntry& entry) {
    return entry.excused_by.empty() &&
           (entry.finding.severity == "medium" || entry.finding.severity == "high");
}

// As the gate answers: what is within its limit, and open for nobody, is told and fails nothing.
CheckAnswer answer_for(const FindingEntry& entry, const RouteLine& line) {
    if (!counts(entry) || line.answer == name(judge::GateAnswer::go)) return CheckAnswer::passed;
    const bool fails = is_open(entry) || line.answer == name(judge::GateAnswer::no_go);
    return fails ? CheckAnswer::failed : CheckAnswer::inconclusive;
}

Check check_findings(std::string_view name, const RouteLine& line, const Report& report) {
    Check check{std::string{name}, CheckAnswer::passed, "", ""};
    for (const auto& entry : report.findings) {
        if (entry.finding.route != line.route || check_of(entry.finding.pattern) != name) continue;
        const auto answer = answer_for(entry, line);
        const bool is_first_failure =
            answer == CheckAnswer::failed && check.answer != CheckAnswer::failed;
        if (is_first_failure || (answer != CheckAnswer::passed && check.message.empty())) {
            check.answer = answer;
            check.message = line_of(entry);
        }
        check.text += (entry.excused_by.empty() ? "" : entry.excused_by + ": ") + line_of(entry);
        check.text += '\n';
    }
    return check;
}

Check check_rate(const RouteLine& line, const Report& report) {
    Check check{"mismatch rate", CheckAnswer::passed, "", ""};
    check.text =
        fmt::format("{} of {} judged, at most {}; the limit is {}\n", grouped(line.mismatches),
                    grouped(line.judged), percent_at_most(line.upper_bound),
                    percent(report.gate_options.mismatch_rate_max));
    if (line.answer == name(judge::GateAnswer::go)) return check;
    const bool is_over = line.answer == name(judge::GateAnswer::no_go) &&
                         line.lower_bound > report.gate_options.mismatch_rate_max;
    check.answer = is_over ? CheckAnswer::failed : CheckAnswer::inconclusive;
    if (is_uncovered(line, report.gate_options)) {
        check.message = judge::compared_words(line.judged, line.due);
        return check;
    }
    if (check.answer == CheckAnswer::inconclusive && line.may_be_noise > 0) {
        check.message = judge::may_be_noise_words(line.may_be_noise, "on " + printable(line.route));
        return check;
    }
    if (check.answer == CheckAnswer::inconclusive && line.unconfirmed > 0) {
        check.message = judge::unconfirmed_words(line.unconfirmed, "on " + printable(line.route));
        return check;
    }
    if (auto why = why_no_go_at_all(report); !is_over && line.more_needed == 0 && !why.empty()) {
        check.message = std::move(why);
        return check;
    }
    check.message = check.answer == CheckAnswer::failed || line.more_needed == 0
                        ? check.text.substr(0, check.text.size() - 1)
                        : counted(line.more_needed, "more exchange without a mismatch is needed",
                                  "more exchanges without a mismatch are needed");
    return check;
}

Check check_latency(std::string_view route, const Report& report) {
    Check check{"latency", CheckAnswer::inconclusive, "no pair of times was measured alike", ""};
    for (const auto& line : report.latency) {
        if (line.route != route || line.is_indicative) continue;
        check = {"latency", CheckAnswer::passed, "", ""};
        for (const auto& one : line.quantiles) {
            const auto text = fmt::format(
                "p{:g}: legacy {}, candidate {}, ratio {:.3f} ({:.3f} to {:.3f}), {}: {}",
                one.quantile * 100, latency_words(one.legacy_us), latency_words(one.candidate_us),
                one.ratio, one.ratio_lower, one.ratio_upper, counted(one.pairs, "pair", "pairs"),
                as_words(name(one.speed)));
            check.text += text + "\n";
            const bool is_worse = one.speed == judge::Speed::slower;
            const bool is_open = one.speed != judge::Speed::not_slower;
            const auto worse =
                report.gate_options.latency ? CheckAnswer::failed : CheckAnswer::inconclusive;
            if (is_worse && check.answer != worse) {
                check.answer = worse;
                check.message = text;
            } else if (is_open && check.answer == CheckAnswer::passed) {
                check.answer = CheckAnswer::inconclusive;
                check.message = text;
            }
        }
    }
    return check;
}

CheckSuite check_run(const Report& report) {
    Check ledger{"ledger", report.balances() ? CheckAnswer::passed : CheckAnswer::failed,
                 report.balances() ? "" : balance_sentence(report), balance_sentence(report)};
    const bool suffices = report.gate.coverage >= report.gate_options.coverage_min;
    const auto compared = judge::compared_words(report.judged, report.due);
    Check coverage{"coverage", suffices ? CheckAnswer::passed : CheckAnswer::inconclusive,
                   suffices ? "" : compared, compared};
    Check gate{"gate", CheckAnswer::passed, "", report.gate.sentence};
    if (report.gate.answer != judge::GateAnswer::go) {
        gate.message = report.gate.sentence;
        gate.answer = report.gate.answer == judge::GateAnswer::no_go ? CheckAnswer::failed
                                                                     : CheckAnswer::inconclusive;
    }
    return {"run", {std::move(ledger), std::move(coverage), std::move(gate)}};
}

}  // namespace

std::vector<CheckSuite> make_checks(const Report& report) {
    std::vector<CheckSuite> suites{check_run(report)};
    for (const auto& line : report.routes) {
        if (line.answer.empty()) continue;
        CheckSuite suite{line.route, {}};
        for (const std::string_view name : {"answer", "status", "headers", "body"}) {
            suite.checks.push_back(check_findings(name, line, report));
        }
        suite.checks.push_back(check_rate(line, report));
        suite.checks.push_back(check_latency(line.route, report));
        suites.push_back(std::move(suite));
    }
    return suites;
}

}  // namespace shadowdiff::reports
