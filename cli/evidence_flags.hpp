// SPDX-License-Identifier: Apache-2.0
// The flags that report and gate share: what is known beside the run, and the gate's limits.
#pragma once

#include "judge/gate.hpp"
#include "reports/model.hpp"
#include "store/rows_wanted.hpp"

#include <CLI/App.hpp>

#include <string>
#include <vector>

namespace shadowdiff::cli {

inline constexpr auto decisions_file_default = "shadowdiff.decisions.toml";

struct EvidenceFlags {
    std::string decisions = decisions_file_default;
    bool latency = false;
    std::vector<std::string> baselines;
    std::vector<std::string> cut_over;
    double limit_percent = 0.1;
    double confidence_percent = 95;
    double coverage_percent = 99;
    std::string look = "once";
    bool jointly = false;
};

void add_evidence_flags(CLI::App& command, EvidenceFlags& flags);

/// All decisions of the file; none where it is the default one and is not there. Throws
/// StartupError that tells every fault of it.
std::vector<judge::FindingDecision> read_decisions(const std::string& file);

/// For who only gates.
extern const store::RowsWanted counts_only;

/// Throws StartupError where load_report() would for the files that the flags name: for who has a
/// run only hours later.
void check_evidence(const EvidenceFlags& flags);

/// The report of a run with all that is known beside it. Throws StartupError.
reports::Report load_report(const std::string& run_file, const EvidenceFlags& flags,
                            const store::RowsWanted& wanted = {});

/// The gate over several runs, as one. Throws StartupError.
reports::Report load_report(const std::vector<std::string>& run_files, const EvidenceFlags& flags,
                            const store::RowsWanted& wanted = {});

/// One line on stderr for each --cut-over that names no route of the run.
void warn_of_unknown_routes(const reports::Report& report, const EvidenceFlags& flags);

/// The exit status that says it.
int status_of(judge::GateAnswer answer);

}  // namespace shadowdiff::cli
