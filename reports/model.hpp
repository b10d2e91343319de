// SPDX-License-Identifier: Apache-2.0
// The one report model: everything a report says, counted once from a run file's rows. Each form
// only lays it out.
#pragma once

#include "judge/gate.hpp"
#include "store/rows.hpp"

#include <cstdint>
#include <string>
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
    std::uint64_t judged = 0;  // match + equivalent + noise + drift + mismatch
    std::uint64_t mismatches = 0;
    double upper_bound = 1.0;  // of the mismatch rate, at the gate's confidence
    std::string answer;        // GO, NO-GO, INCONCLUSIVE
    std::uint64_t more_needed = 0;
};

/// One finding with the exchange that shows it best, both sides of it.
struct FindingEntry {
    store::FindingRow finding;
    store::ExchangeRow example;
};

struct Report {
    store::RunRow run;
    bool crashed = false;  // the run has no end: its process died, or it is still going on
    judge::GateVerdict gate;
    std::uint64_t seen = 0;
    std::uint64_t judged = 0;
    std::uint64_t mismatches = 0;
    std::vector<LedgerLine> ledger;  // sums to seen
    std::vector<store::CoverageRow> coverage;
    std::vector<RouteLine> routes;
    std::vector<FindingEntry> findings;
    std::vector<store::NoiseRow> noise;
    std::vector<std::string> not_verified;  // sentences
    std::uint64_t kept_exchanges = 0;
};

Report make_report(const store::RunRows& rows, const judge::GateOptions& options = {});

}  // namespace shadowdiff::reports
