// SPDX-License-Identifier: Apache-2.0
// Writes one run file. Every flush is one transaction of rows and counters, so that a file is
// readable and its ledger balances whenever the process dies.
#pragma once

#include "base/coverage.hpp"
#include "base/result.hpp"
#include "judge/judge.hpp"
#include "store/rows.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace shadowdiff::store {

/// What has happened since the last flush, and the running totals.
struct Batch {
    std::uint64_t seen = 0;                      // total so far
    Coverage coverage;                           // total so far
    std::vector<TallyRow> tally;                 // to be added
    std::vector<ExchangeRow> exchanges;          // to be added
    std::vector<LeftOutRow> left_out = {};       // to be added
    std::uint64_t unwritten = 0;                 // left out as well, and without a row; to be added
    std::vector<NoiseRow> noise;                 // totals so far, replacing
    LatencyRows latency = {};                    // likewise
    std::vector<OddOneOutRow> odd_one_out = {};  // likewise
    std::vector<RouteRow> routes = {};           // likewise
    std::vector<RuleRow> rules = {};             // likewise
    std::vector<BoundRow> bounds = {};           // likewise
    std::vector<LegFailureRow> leg_failures = {};   // likewise
    std::map<std::string, std::string> facts = {};  // of the run, as far as known by now
};

class RunWriter {
public:
    /// Makes `file` (mode 0600). An existing run file is replaced; a file that is not one of ours,
    /// or that another process writes, is refused. Throws StartupError with the file's name and
    /// what to try.
    /// Over `bytes_max` (0: no bound) what is least missed is given up, and counted.
    RunWriter(const std::filesystem::path& file, const RunRow& run, std::uint64_t bytes_max = 0);
    ~RunWriter();

    /// An Error (disk full, file removed) leaves what was committed before, and `batch` may be
    /// handed in again, joined with later ones. An exchange whose id is there already stays as it
    /// was.
    Result<void> flush(const Batch& batch);

    /// Folds the write-ahead log in, as far as the disk lets it: then its room is used anew.
    void fold_log();

    /// The run has ended: its end time is written and the write-ahead log folded in. `facts`: what
    /// is known of it only now.
    Result<void> finish(std::int64_t ended_at_us,
                        const std::map<std::string, std::string>& facts = {});

private:
    struct Database;
    std::unique_ptr<Database> database_;
};

}  // namespace shadowdiff::store
