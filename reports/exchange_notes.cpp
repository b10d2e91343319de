// SPDX-License-Identifier: Apache-2.0
#include "reports/exchange_notes.hpp"

#include "base/limits.hpp"
#include "http/exchange.hpp"
#include "judge/bounds.hpp"
#include "reports/bound_notes.hpp"
#include "reports/decision_state.hpp"
#include "reports/evidence.hpp"
#include "reports/exchange_view.hpp"
#include "reports/finding_notes.hpp"
#include "reports/routes_model.hpp"
#include "reports/trend.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <ranges>
#include <set>
#include <utility>

namespace shadowdiff::reports {
namespace {

using Notes = std::vector<std::string>;
using NotedPlace = std::pair<std::string, std::string>;  // pattern and kind

void add_finding_notes(Notes& out, const store::FindingRow& finding, const store::RunRows& rows,
                       const std::vector<judge::FindingDecision>& decisions) {
    const auto text = fmt::format(
        "{} {} {}: in {} ({}), {} of {} kept; confirmed by asking again in {}", finding.fingerprint,
        finding.pattern, finding.kind, counted(finding.exchanges, "exchange", "exchanges"),
        counted(finding.places, "place", "places"), grouped(finding.kept),
        grouped(finding.exchanges), grouped(finding.reproduced));
    const auto seen = seen_words(finding);
    const auto trend = trend_words(Trends{rows}.of(finding));
    out.push_back(text + (seen.empty() ? "" : "; " + seen) + (trend.empty() ? "" : "; " + trend) +
                  ".");
    const auto latest_first = std::views::reverse(decisions);
    const auto decision =
        std::ranges::find(latest_first, finding.fingerprint, &judge::FindingDecision::fingerprint);
    FindingEntry entry{finding, {}};
    entry.excused_by = excused_by(finding, rows, decisions);
    if (decision != latest_first.end()) {
        entry.decision = *decision;
        out.push_back(fmt::format("Decided: {} ({}): {}", decision_words(*decision),
                                  words(decision_state(entry)), decision->reason));
    } else {
        out.emplace_back("Nobody has decided about it.");
    }
    if (entry.excused_by == "noise") {
        out.emplace_back(
            "It does not count: nobody could confirm it, and legacy differs as much from itself.");
    } else if (may_be_noise(finding, rows)) {
        out.emplace_back(
            "It may be noise: legacy differs from itself there now and then, and nobody could ask "
            "it again.");
    }
}

// What stands in a body is what was compared: its coding is undone first.
void add_decoded(Notes& out, const store::ExchangeRow& exchange) {
    for (const http::Leg leg : {http::Leg::legacy, http::Leg::candidate}) {
        const auto* answer = first_of(exchange, leg);
        if (answer == nullptr || !answer->body_kept) continue;
        const auto codings = codings_of(*answer);
        if (codings.empty()) continue;
        out.push_back(fmt::format("The body of {} was decoded: {}.", name(leg), codings));
    }
}

std::set<NotedPlace> places_of(const store::ExchangeRow& exchange) {
    std::set<NotedPlace> places;
    for (const auto& shown : exchange.shown) places.insert({shown.pattern, shown.kind});
    for (const auto& one : exchange.differences) places.insert({one.pattern, one.kind});
    return places;
}

template <class Row>
const Row* row_of(const std::vector<Row>& rows, std::string_view route, const NotedPlace& place) {
    const auto found = std::ranges::find_if(rows, [&](const Row& row) {
        return row.route == route && row.pattern == place.first && row.kind == place.second;
    });
    return found == rows.end() ? nullptr : &*found;
}

void add_noise_notes(Notes& out, const store::ExchangeRow& exchange, const store::RunRows& rows) {
    std::vector<std::string> steady;
    for (const auto& place : places_of(exchange)) {
        const auto where = fmt::format("{} {}", place.first, place.second);
        const auto* noise = row_of(rows.noise, exchange.route, place);
        if (noise == nullptr || noise->differed == 0) {
            steady.push_back(where);
        } else {
            out.push_back(fmt::format(
                "{}: legacy differed from itself there in {} of {}.", where,
                grouped(noise->differed),
                counted(noise->compared, "pair of its answers", "pairs of its answers")));
        }
        if (const auto* odd = row_of(rows.odd_one_out, exchange.route, place)) {
            out.push_back(fmt::format(
                "{}: of {} in which legacy answered twice the odd one out was the candidate in "
                "{}, legacy in {} (q {}).",
                where, counted(odd->present, "exchange", "exchanges"), grouped(odd->only_candidate),
                grouped(odd->only_legacy), probability(odd->q)));
        }
    }
    if (steady.empty()) return;
    out.push_back(fmt::format("Legacy was not seen to differ from itself at {}.",
                              some_of(std::move(steady), ReportLimits{}.names_max)));
}

// For one look and by the usual confidence: show asks no gate.
void add_bound(Notes& out, const store::ExchangeRow& exchange, const store::RunRows& rows) {
    std::uint64_t judged = 0, mismatches = 0;
    for (const auto& row : rows.tally) {
        if (row.route != exchange.route) continue;
        if (is_judged(row.verdict)) judged += row.n;
        if (is_gating(row)) mismatches += row.n;
    }
    if (judged == 0) return;
    const judge::GateOptions usual;
    const auto bounds = judge::exact_bounds(mismatches, judged, usual.confidence);
    out.push_back(fmt::format(
        "On {} {} of {} judged mismatched: at least {} and at most {}, each with {} confidence.",
        exchange.route, grouped(mismatches), grouped(judged), percent(bounds.lower),
        percent_at_most(bounds.upper), percent(usual.confidence)));
}

}  // namespace

Notes exchange_notes(const store::ExchangeRow& exchange, const store::RunRows& rows,
                     std::string_view finding,
                     const std::vector<judge::FindingDecision>& decisions) {
    Notes out;
    const auto asked_for = std::ranges::find_if(rows.findings, [&](const auto& row) {
        return !finding.empty() && std::string_view{row.fingerprint}.starts_with(finding);
    });
    if (asked_for != rows.findings.end()) add_finding_notes(out, *asked_for, rows, decisions);
    add_decoded(out, exchange);
    add_noise_notes(out, exchange, rows);
    add_bound(out, exchange, rows);
    for (const auto& sentence : bound_sentences(rows)) out.push_back("Over the run: " + sentence);
    return out;
}

}  // namespace shadowdiff::reports
