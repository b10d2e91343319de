// SPDX-License-Identifier: Apache-2.0
#include "reports/summary.hpp"

#include "judge/verdict.hpp"
#include "reports/coverage_words.hpp"
#include "reports/decision_state.hpp"
#include "reports/dimension_notes.hpp"
#include "reports/latency_words.hpp"
#include "reports/shell_word.hpp"
#include "reports/span_sentence.hpp"
#include "reports/status_notes.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

namespace shadowdiff::reports {
namespace {

using judge::Verdict;

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : std::string{between}) + part;
    return text;
}

std::uint64_t count_of(const Report& report, Verdict verdict) {
    std::uint64_t n = 0;
    for (const auto& line : report.ledger) n += line.verdict == name(verdict) ? line.n : 0;
    return n;
}

std::string requests(const Report& report) {
    std::vector<std::string> parts;
    for (const auto& line : report.ledger) {
        if (line.n == 0) continue;
        const auto reason = line.reason.empty() ? "" : " (" + as_words(line.reason) + ")";
        parts.push_back(grouped(line.n) + " " + as_words(line.verdict) + reason);
    }
    const auto* form = parts.empty() ? "{} seen{}; {}" : "{} seen: {}; {}";
    return fmt::format(fmt::runtime(form), grouped(report.seen), joined(parts, ", "),
                       balance_sentence(report));
}

std::string rate(const Report& report) {
    if (report.judged == 0) return "nothing was judged";
    auto text = fmt::format(
        "{} of {} judged; at most {} with {} confidence, valid {}", grouped(report.mismatches),
        grouped(report.judged), percent_at_most(report.upper_bound),
        percent(report.gate_options.confidence),
        report.gate_options.look == judge::Look::nightly ? "at any look" : "for one look");
    if (report.excused > 0) text += fmt::format("; {} more excused", grouped(report.excused));
    if (report.low_mismatches > 0) {
        text += fmt::format("; {} of low severity", grouped(report.low_mismatches));
    }
    return text;
}

std::string coverage(const Report& report) {
    std::set<std::string> methods;
    std::uint64_t not_compared = 0;
    for (const auto& line : report.routes) {
        methods.insert(line.route.substr(0, line.route.find(' ')));
        if (line.judged == 0) ++not_compared;
    }
    auto text = fmt::format("{} of {} due compared; {}", grouped(report.judged),
                            grouped(report.due), counted(report.routes.size(), "route", "routes"));
    if (not_compared > 0) text += fmt::format(", {} never compared", grouped(not_compared));
    if (!report.never_asked.empty()) {
        text +=
            fmt::format(", {} more declared and never asked", grouped(report.never_asked.size()));
    }
    if (!methods.empty()) {
        text += "; methods " + joined({methods.begin(), methods.end()}, ", ");
    }
    std::set<std::string> statuses;
    for (const auto& row : report.statuses) {
        if (row.status != 0) statuses.insert(std::to_string(row.status));
    }
    if (!statuses.empty()) {
        text += "; statuses " + joined({statuses.begin(), statuses.end()}, ", ");
    }
    const auto judged = judged_dimensions(report);
    if (!judged.empty()) text += "; " + judged;
    return text;
}

std::string causes(const Report& report) {
    if (report.findings.empty()) return "none";
    const auto& first = report.causes.front();
    return fmt::format("{} of {}; gravest: {} {} on {}, {}",
                       counted(report.findings.size(), "finding", "findings"),
                       counted(report.causes.size(), "cause", "causes"), first.pattern, first.kind,
                       counted(first.findings.size(), "route", "routes"),
                       counted(first.exchanges, "exchange", "exchanges"));
}

std::string since(const Report& report) {
    if (!report.has_baseline) return "no earlier run was given (--baseline)";
    const auto count = [&](std::string_view what) {
        return grouped(static_cast<std::uint64_t>(
            std::ranges::count(report.findings, what, &FindingEntry::since)));
    };
    auto text = fmt::format("{} new, {} persisting, {} returned, {} fixed", count("new"),
                            count("persisting"), count("returned"), grouped(report.fixed.size()));
    if (!report.not_seen.empty()) {
        text += fmt::format(", {} not seen in too few exchanges to say that it is fixed",
                            grouped(report.not_seen.size()));
    }
    if (const auto n = std::ranges::count(report.findings, "", &FindingEntry::since); n > 0) {
        text += fmt::format(", {} on routes that no earlier run judged",
                            grouped(static_cast<std::uint64_t>(n)));
    }
    if (report.is_baseline_later) {
        text += "; THE BASELINE BEGAN AFTER THIS RUN: new and fixed may have changed places";
    }
    if (report.not_judged_again > 0) {
        text += fmt::format("; of {} not judged this time",
                            counted(report.not_judged_again, "it is not known: its route was",
                                    "it is not known: their routes were"));
    }
    return text;
}

std::string set_aside(const Report& report) {
    if (!report.why_rules_unknown.empty()) return "not known: " + report.why_rules_unknown;
    if (report.differences_set_aside == 0) return "nothing";
    return fmt::format("{} by {}; each is listed under Rules",
                       counted(report.differences_set_aside, "difference", "differences"),
                       counted(report.rules_needed, "rule", "rules"));
}

// Of the first who, as what, when and until when; each with its reason stands under Decisions.
std::string accepted(const Report& report) {
    std::vector<std::string> parts;
    for (const StatedDecision& stated : stated_decisions(report)) {
        if (stated.state == DecisionState::not_found) continue;
        const auto expired =
            stated.state == DecisionState::expired ? ", EXPIRED: it counts again" : "";
        parts.push_back(stated.decision.fingerprint + " " + decision_words(stated.decision) +
                        expired);
    }
    constexpr std::size_t shown_max = 3;
    auto text = parts.empty() ? "nothing" : some_of(std::move(parts), shown_max, "; ");
    if (!report.decisions.empty()) {
        text +=
            "; " + counted(report.decisions.size(), "decision is about what this run does not show",
                           "decisions are about what this run does not show");
    }
    return text;
}

std::uint64_t exchanges_where(const Report& report,
                              const std::function<bool(const store::FindingRow&)>& is_meant) {
    std::uint64_t n = 0;
    for (const auto& entry : report.findings)
        n += is_meant(entry.finding) ? entry.finding.exchanges : 0;
    return n;
}

std::string errors(const Report& report) {
    const auto unanswered =
        exchanges_where(report, [](const auto& f) { return f.kind == "unanswered"; });
    const auto statuses =
        exchanges_where(report, [](const auto& f) { return f.pattern == "status"; });
    auto totals = error_totals(report.statuses);
    if (!totals.empty()) totals += "; ";
    return fmt::format(
        "{}status differs in {}; no complete answer: candidate {}, legacy {}, both {}", totals,
        grouped(statuses), grouped(unanswered), grouped(count_of(report, Verdict::legacy_error)),
        grouped(count_of(report, Verdict::both_error)));
}

std::string headers(const Report& report) {
    std::vector<std::string> names;
    for (const auto& cause : report.causes) {
        const bool is_meant =
            cause.pattern.starts_with("headers.") || cause.pattern.starts_with("cookies.");
        if (is_meant) names.push_back(fmt::format("{} {}", cause.pattern, cause.kind));
    }
    if (names.empty()) return "no finding";
    constexpr std::size_t shown_max = 4;
    return some_of(std::move(names), shown_max);
}

std::string repeat(const Report& report) {
    if (report.file.empty()) return "shadowdiff report on the run file";
    const auto* const no_digest =
        report.crashed ? "not taken: the run has no end" : "not taken of a page that is served";
    return fmt::format("shadowdiff report {}{}{}, SHA-256 {}", shell_argument(report.file),
                       report.flags.empty() ? "" : " ", report.flags,
                       report.file_digest.empty() ? no_digest : report.file_digest);
}

}  // namespace

std::vector<SummaryLine> summary(const Report& report) {
    return {{"requests", requests(report)},
            {"mismatch rate", rate(report)},
            {"coverage", coverage(report)},
            {"findings", causes(report)},
            {"since", since(report)},
            {"ignored by rules", set_aside(report)},
            {"accepted", accepted(report)},
            {"errors", errors(report)},
            {"latency", latency_sentence(report)},
            {"headers", headers(report)},
            {"span", span_sentence(report)},
            {"not verified",
             counted(report.not_verified.size(), "thing", "things") + ", listed at the end"},
            {"to repeat", repeat(report)}};
}

}  // namespace shadowdiff::reports
