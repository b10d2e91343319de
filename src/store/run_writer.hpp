// SPDX-License-Identifier: Apache-2.0
// Writes one run file. Every flush is one transaction of rows and counters, so that a file is
// readable and its ledger balances whenever the process dies; and one that is removed meanwhile is
// written anew, with all that was in it.
#pragma once

#include "base/result.hpp"
#include "store/batch.hpp"
#include "store/rows.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace shadowdiff::store {

class RunDatabase;
class RunFile;

class RunWriter {
public:
    /// Makes `file` (mode 0600). An existing run file is replaced; a file that is not one of ours,
    /// or that another process writes, is refused. Throws StartupError with the file's name and
    /// what to try.
    /// Over `bytes_max` (0: no bound) what is least missed is given up, and counted.
    RunWriter(const std::filesystem::path& file, const RunRow& run, std::uint64_t bytes_max = 0);
    ~RunWriter();

    /// An Error (disk full, another file in its place) leaves what was committed before, and
    /// `batch` may be handed in again, joined with later ones. An exchange whose id is there
    /// already stays as it was.
    Result<void> flush(const Batch& batch);

    /// Folds the write-ahead log in, as far as the disk lets it: then its room is used anew.
    void fold_log();

    /// The run has ended: its end time is written and the write-ahead log folded in. `facts`: what
    /// is known of it only now.
    Result<void> finish(std::int64_t ended_at_us,
                        const std::map<std::string, std::string>& facts = {});

    /// How often the file had been removed and was written anew.
    std::uint64_t times_written_anew() const { return times_written_anew_; }

private:
    Result<void> stay_in_place();
    bool is_taken() const;
    Result<void> another_is_there() const;
    Result<void> copy_beside();
    Result<void> take_the_place();
    template <class Work>
    Result<void> attempt(Work work);

    std::filesystem::path path_;
    std::uint64_t bytes_max_;
    std::unique_ptr<RunDatabase> database_;  // null while a copy waits to take its place
    std::shared_ptr<RunFile> copy_;
    std::chrono::steady_clock::time_point not_before_;  // another attempt to copy
    std::uint64_t times_written_anew_ = 0;
};

}  // namespace shadowdiff::store
