// SPDX-License-Identifier: Apache-2.0
// The one report model: everything a report says, counted once from a run file's rows. Each form
// only lays it out.
#pragma once

#include "judge/gate.hpp"
#include "store/rows.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {

struct LedgerLine {
    std::string verdict;
    std::string reason;  // "" or the reason's name
    std::uint64_t n = 0;
};

struct RouteLine {
    std::string route;
    std::uint64_t seen = 0;
    std::uint64_t judged = 0;      // match + equivalent + noise + drift + mismatch
    std::uint64_t mismatches = 0;  // of severity medium or high: those the gate counts
    double upper_bound = 1.0;      // of the mismatch rate, at the gate's confidence
    std::string answer;            // GO, NO-GO, INCONCLUSIVE; "" when every request was excluded
    std::uint64_t more_needed = 0;
};

/// One finding with the exchange that shows it best, both sides of it.
struct FindingEntry {
    store::FindingRow finding;
    store::ExchangeRow example;  // its id is "" when no example was kept
};

struct Report {
    store::RunRow run;
    bool crashed = false;  // the run has no end: its process died, or it is still going on
    judge::GateOptions gate_options;
    judge::GateVerdict gate;
    std::uint64_t seen = 0;
    std::uint64_t judged = 0;
    std::uint64_t mismatches = 0;      // of severity medium or high
    std::uint64_t low_mismatches = 0;  // listed, and not counted by the gate
    double upper_bound = 1.0;          // of the mismatch rate over all routes
    std::vector<LedgerLine> ledger;    // by verdict, the most frequent reason first; sums to seen
    std::uint64_t ledger_sum = 0;
    std::vector<store::CoverageRow> coverage;
    std::vector<RouteLine> routes;  // by name
    std::vector<FindingEntry> findings;
    std::vector<store::NoiseRow> noise;
    std::vector<std::string> not_verified;  // sentences
    std::uint64_t kept_exchanges = 0;

    bool balances() const { return ledger_sum == seen; }
};

/// A ledger that does not balance is never a GO.
Report make_report(const store::RunRows& rows, const judge::GateOptions& options = {});

/// The gate's sentence without its answer in front, for forms that show the answer beside it.
std::string_view gate_reason(const Report& report);

/// One sentence on whether the ledger adds up.
std::string balance_sentence(const Report& report);

}  // namespace shadowdiff::reports
