// SPDX-License-Identifier: Apache-2.0
#include "reports/not_verified.hpp"

#include "base/escape.hpp"
#include "base/limits.hpp"
#include "base/reason.hpp"
#include "judge/verdict.hpp"
#include "reports/bound_notes.hpp"
#include "reports/coverage_words.hpp"
#include "reports/dimension_notes.hpp"
#include "reports/latency_model.hpp"
#include "reports/never_asked.hpp"
#include "reports/thin_routes.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <string_view>
#include <utility>

namespace shadowdiff::reports {
namespace {

using judge::Verdict;
using Sentences = std::vector<std::string>;

std::string list_names(std::vector<std::string> names) {
    return some_of(std::move(names), ReportLimits{}.names_max);
}

std::string requests(std::uint64_t n) { return counted(n, "request", "requests"); }

std::uint64_t total_of(const Report& report, Verdict verdict) {
    std::uint64_t total = 0;
    for (const LedgerLine& line : report.ledger) {
        if (line.verdict == name(verdict)) total += line.n;
    }
    return total;
}

void add_excluded(Sentences& out, const Report& report, const store::RunRows& rows) {
    for (const LedgerLine& line : report.ledger) {
        if (line.verdict != name(Verdict::excluded)) continue;
        std::map<std::string, std::uint64_t> routes;
        for (const store::TallyRow& row : rows.tally) {
            if (row.verdict == line.verdict && row.reason == line.reason)
                routes[row.route] += row.n;
        }
        std::vector<std::string> names;
        for (const auto& [route, n] : routes) {
            names.push_back(fmt::format("{} {}", route.empty() ? "no route" : route, grouped(n)));
        }
        const bool unsafe = line.reason == name(Reason::unsafe_method);
        out.push_back(fmt::format("{} {} ({}).", requests(line.n),
                                  unsafe ? "whose method may change state: not sent again"
                                         : "excluded, " + as_words(line.reason),
                                  list_names(names)));
    }
}

// What to do, so that the next run can compare them.
std::string_view advice_for(std::string_view reason) {
    constexpr std::array<std::pair<Reason, std::string_view>, 6> advice{{
        {Reason::environment_validator,
         " The validator is legacy's own: --rewrite remove-header=If-None-Match compares them."},
        {Reason::environment_range, " --rewrite remove-header=Range compares them in whole."},
        {Reason::environment_quota,
         " Give the shadow a quota of its own, or a lower rate (--budget)."},
        {Reason::environment_token_expired,
         " Supply a fresh token (--rewrite \"set-header=Authorization: env:NAME\"), or shadow live "
         "traffic."},
        {Reason::environment_key_used,
         " Give the candidate a store of its own, or take the key out (--rewrite "
         "remove-header=Idempotency-Key)."},
        {Reason::environment_unmirrored_write,
         " Let the candidate have the writes as well (--allow-unsafe ROUTE), or its data in the "
         "state that legacy's had."},
    }};
    const auto* found =
        std::ranges::find_if(advice, [&](const auto& one) { return name(one.first) == reason; });
    return found == advice.end() ? std::string_view{} : found->second;
}

void add_lost(Sentences& out, const Report& report) {
    for (const LedgerLine& line : report.ledger) {
        const bool dropped = line.verdict == name(Verdict::dropped);
        if (!dropped && line.verdict != name(Verdict::uncomparable)) continue;
        out.push_back(fmt::format("{} {}: {}.{}", requests(line.n),
                                  dropped ? "dropped" : "could not be compared",
                                  as_words(line.reason), advice_for(line.reason)));
    }
    if (const std::uint64_t n =
            total_of(report, Verdict::legacy_error) + total_of(report, Verdict::both_error)) {
        out.push_back(fmt::format(
            "{} to which legacy gave no complete answer: there was no reference to compare with.",
            requests(n)));
    }
    std::vector<std::string> losses;
    for (const store::CoverageRow& row : report.coverage) {
        if (is_loss(row)) losses.push_back(coverage_words(row));
    }
    if (!losses.empty()) {
        out.push_back(
            fmt::format("What the capture did not see is in no count: {}.", list_names(losses)));
    }
}

void add_evidence(Sentences& out, const Report& report) {
    // Legacy's second answers, from wherever they came, are what the noise table counts.
    if (!report.run.secondary.empty() || !report.noise.empty()) return;
    out.push_back(
        "Noise: without a secondary it is not known where legacy differs from itself, so a "
        "finding may be legacy's own noise.");
    if (report.run.legacy != "observed") return;
    out.push_back(
        "Drift: legacy was only observed and never asked again, so a finding may be data that "
        "changed in between.");
}

// Their evidence is in no count.
void add_unconfirmed(Sentences& out, const Report& report) {
    for (const LedgerLine& line : report.ledger) {
        if (line.reason != name(Reason::written_meanwhile)) continue;
        out.push_back(fmt::format(
            "Confirmation: {} not confirmed or refuted by asking again, for the resource was "
            "written to meanwhile.",
            counted(line.n, "mismatch was", "mismatches were")));
    }
}

void add_redacted(Sentences& out, const Report& report) {
    const auto found = report.run.facts.find("compared_redacted");
    if (found == report.run.facts.end()) return;
    const bool is_one = found->second == "1";
    out.push_back(fmt::format(
        "Redacted values: {} compared but for what {} recording has redacted.",
        found->second + (is_one ? " exchange was" : " exchanges were"), is_one ? "its" : "their"));
}

void add_shed(Sentences& out, const Report& report) {
    const auto share = report.run.facts.find("lowest_share");
    if (share == report.run.facts.end()) return;
    out.push_back("CPU budget: connections were left out to keep it; at the lowest, a share of " +
                  printable(share->second) + " was let in.");
}

// What became of the exchanges, of which so many were evicted.
std::string eviction_sentence(const store::EvictionRow& row) {
    if (row.what == "unwritten") {
        return counted(row.n, "request was left out", "requests were left out") +
               " faster than rows are written, and cannot be listed.";
    }
    return counted(row.n, "exchange was given up for the size of the run file or its age: it can",
                   "exchanges were given up for the size of the run file or its age: they can") +
           (row.what == "rows" ? " no longer be listed." : " no longer be shown whole.");
}

std::string exchanges_of(const LedgerLine& line) {
    if (line.verdict == name(Verdict::mismatch)) {
        return counted(line.n, "mismatching exchange", "mismatching exchanges");
    }
    auto what = as_words(line.verdict);
    if (!line.reason.empty()) what += ", " + as_words(line.reason);
    return fmt::format("{} ({})", counted(line.n, "exchange", "exchanges"), what);
}

void add_kept(Sentences& out, const Report& report) {
    for (const LedgerLine& line : report.ledger) {
        // Of matches there is a sample; each other has its row.
        if (line.verdict == name(Verdict::match) || line.kept >= line.n) continue;
        out.push_back(fmt::format("{} of {} can be listed: the counts are of all of them.",
                                  grouped(line.kept), exchanges_of(line)));
    }
    for (const store::EvictionRow& row : report.evicted) out.push_back(eviction_sentence(row));
}

}  // namespace

Sentences not_verified(const Report& report, const store::RunRows& rows) {
    Sentences out;
    if (report.crashed) {
        out.emplace_back(
            "The run has no end: it is still going on, or its process died. What came after its "
            "last written row is unknown.");
    }
    add_excluded(out, report, rows);
    if (auto note = never_asked_note(report); !note.empty()) out.push_back(std::move(note));
    std::ranges::move(unjudged_notes(report), std::back_inserter(out));
    std::ranges::move(thin_route_sentences(report), std::back_inserter(out));
    add_lost(out, report);
    add_evidence(out, report);
    add_unconfirmed(out, report);
    add_redacted(out, report);
    add_shed(out, report);
    add_kept(out, report);
    std::ranges::move(bound_sentences(rows), std::back_inserter(out));
    out.emplace_back(
        "Side effects: only answers are compared, not what a request writes, sends or calls.");
    const bool is_judged = std::ranges::any_of(
        report.latency, [](const LatencyLine& line) { return !line.is_indicative; });
    if (is_late(report.run)) {
        out.emplace_back(
            "Latency: the replay lagged behind its pace (99 % of the requests: up to " +
            latency_words(lag_p99_us(report.run)) + "), so the services had another load.");
    } else if (is_unpaced(report.run)) {
        out.emplace_back(
            "Latency: without a pace legacy and the candidate were not sent a request at the same "
            "time, so their times cannot be compared.");
    } else if (!is_judged) {
        out.emplace_back(
            "Latency: legacy was not asked by us at the same time, so its times cannot be compared "
            "with the candidate's.");
    }
    return out;
}

}  // namespace shadowdiff::reports
