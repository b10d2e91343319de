// SPDX-License-Identifier: Apache-2.0
// The one report model: everything a report says, counted once from a run file's rows. Each form
// only lays it out.
#pragma once

#include "judge/decision.hpp"
#include "judge/gate.hpp"
#include "reports/evidence.hpp"
#include "reports/latency_model.hpp"
#include "reports/timeline_model.hpp"
#include "reports/trend.hpp"
#include "store/rows.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {

struct LedgerLine {
    std::string verdict;
    std::string reason;  // "" or the reason's name
    std::uint64_t n = 0;
    std::uint64_t kept = 0;  // of n, how many can be listed
};

struct RouteLine {
    std::string route;
    std::uint64_t seen = 0;
    std::uint64_t due = 0;         // of these, not excluded
    std::uint64_t judged = 0;      // match + equivalent + noise + drift + mismatch
    std::uint64_t mismatches = 0;  // of severity medium or high: those the gate counts
    std::uint64_t excused = 0;     // of severity medium or high, accepted or explained by noise
    double lower_bound = 0.0;      // of the mismatch rate, at the gate's confidence
    double upper_bound = 1.0;
    double joint_upper_bound = 1.0;
    std::uint64_t open_findings = 0;  // confirmed and undecided
    std::uint64_t unconfirmed = 0;    // of the mismatches: what writes kept from being confirmed
    std::uint64_t may_be_noise = 0;   // likewise: what legacy's own noise may be, if that decides
    judge::Speed speed = judge::Speed::too_few;  // of times that were compared; else too few
    std::string answer;  // GO, NO-GO, INCONCLUSIVE; "" when every request was excluded
    std::uint64_t more_needed = 0;
    std::string readiness;  // collecting, clean so far, ready, cut over, drifting, not ready; or ""
};

/// One finding with the exchange that shows it best, both sides of it.
struct FindingEntry {
    store::FindingRow finding;
    store::ExchangeRow example;  // its id is "" when no example was kept
    std::string since = {};  // against an earlier run: new, persisting, returned; "": none given
    std::optional<judge::FindingDecision> decision = {};  // the last one about it
    std::string excused_by = {};                          // "accepted", "noise", or "": it counts
    std::string hint = {};  // what the example's values have to do with each other, or ""
    Trend trend = {};
};

/// In the earlier run and not in this one, which judged some of its route.
struct GoneFinding {
    store::FindingRow before;
    std::uint64_t judged_before = 0;  // exchanges of its route, then
    std::uint64_t judged = 0;         // and now, none of which shows it
};

/// The same path and kind on one or more routes: most likely one cause.
struct Cause {
    std::string pattern;
    std::string kind;
    std::string severity;  // the highest
    std::uint64_t exchanges = 0;
    std::vector<std::size_t> findings;  // places in Report::findings
};

struct Report {
    store::RunRow run;
    bool crashed = false;  // the run has no end: its process died, or it is still going on
    judge::GateOptions gate_options;
    judge::GateVerdict gate;
    std::uint64_t seen = 0;
    std::uint64_t judged = 0;
    std::uint64_t due = 0;             // requests that were to be compared
    std::uint64_t mismatches = 0;      // of severity medium or high, undecided
    std::uint64_t low_mismatches = 0;  // listed, and not counted by the gate
    std::uint64_t excused = 0;         // of severity medium or high, accepted or explained by noise
    double upper_bound = 1.0;          // of the mismatch rate over all routes
    std::vector<LedgerLine> ledger;    // by verdict, the most frequent reason first; sums to seen
    std::uint64_t ledger_sum = 0;
    std::vector<store::CoverageRow> coverage;
    std::vector<RouteLine> routes;  // by name
    std::vector<FindingEntry> findings;
    std::vector<Cause> causes;  // in the order of their first finding
    /// Of the gravest findings, what the requests that show one have and others of the route have
    /// not, where somebody looked: one sentence each.
    std::vector<std::string> in_common = {};
    bool has_baseline = false;
    bool is_baseline_later = false;                 // it began after this run did
    std::vector<GoneFinding> fixed = {};            // enough was judged that it would have shown
    std::vector<GoneFinding> not_seen = {};         // too little was
    std::uint64_t not_judged_again = 0;             // of whose route nothing was
    std::vector<judge::FindingDecision> decisions;  // about findings that this run does not show
    std::vector<store::NoiseRow> noise;
    std::vector<store::OddOneOutRow> odd_one_out;  // where the candidate is it too often for chance
    std::vector<std::string> not_verified;         // sentences
    std::vector<store::LegFailureRow> failures = {};
    std::vector<store::LegStatusRow> statuses = {};
    std::vector<store::DimensionRow> dimensions = {};
    std::vector<std::string> never_asked = {};   // routes that an API description declares
    std::vector<store::RuleRow> rule_rows = {};  // every rule of the run, in their order
    std::vector<std::string> rules = {};         // one sentence for each that sets something aside
    std::string why_rules_unknown = {};          // "": what they set aside is known
    std::uint64_t rules_needed = 0;              // of them, those that did
    std::uint64_t differences_set_aside = 0;
    std::uint64_t kept_exchanges = 0;
    std::vector<store::EvictionRow> evicted;
    std::vector<LatencyLine> latency;
    Timeline timeline;
    std::vector<std::string> added_up = {};  // run files whose counts are in it, the newest first
    std::vector<std::string> left_out = {};  // "night1.db: its candidate version is not known"
    std::string file = {};                   // the run file as it was named, where it is known
    std::string file_digest = {};            // SHA-256; "" while the run goes on, or is served
    std::string flags = {};                  // that the numbers depend on: "--look nightly"

    bool balances() const { return ledger_sum == seen; }
};

/// A ledger that does not balance is never a GO.
Report make_report(const store::RunRows& rows, const judge::GateOptions& options = {},
                   const Evidence& evidence = {});

/// The gate's sentence without its answer in front, for forms that show the answer beside it.
std::string_view gate_reason(const Report& report);

/// One sentence on whether the ledger adds up.
std::string balance_sentence(const Report& report);

}  // namespace shadowdiff::reports
