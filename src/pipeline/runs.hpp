// SPDX-License-Identifier: Apache-2.0
// The runs of a daemon, one after the other: each new request goes to the newest, and what becomes
// known of it later follows it there. While the next has begun the one before drains, so that each
// run file is whole and balances.
#pragma once

#include "base/coverage.hpp"
#include "http/wire_sighting.hpp"
#include "pipeline/shadow.hpp"
#include "pipeline/stages/entrance.hpp"
#include "pipeline/stages/stages.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_set>

namespace shadowdiff::pipeline {

/// "run.db" -> "run-20260501T104200Z.db", or the first that is free.
std::filesystem::path stamped(const std::filesystem::path& run_file, Timestamp at);

class Runs {
public:
    /// Opens the first run file and starts its threads. Throws StartupError.
    Runs(const ShadowOptions& options, std::uint64_t run_seed, const StopSignal& stop);
    ~Runs();

    /// From the source's thread. Of RequestSeen: whether more of its exchange is wanted, which it
    /// is not while nothing is sent and nobody records.
    bool take(http::Sighting&& sighting);
    void take(http::WireSighting&& sighting);
    /// More for the run row, known when a run ends. To be set before the first run can.
    using Facts = std::map<std::string, std::string>;
    void at_the_end(std::function<Facts()> facts) { facts_at_the_end_ = std::move(facts); }
    /// What the source did not see since it began.
    void set_coverage(const Coverage& total);

    /// From the thread that watches: begins a new run where it is time, or was asked for.
    void follow();
    void pause(bool is_paused);
    Result<void> reload();
    Progress progress() const;

    /// The source has ended.
    void shut();
    /// Waits for the runs before, then drains the last and gives its result.
    ShadowResult drain(const OnProgress& on_progress);

private:
    struct Run {
        Run(const ShadowOptions& options, std::uint64_t seed)
            : file{options.run_file},
              stages{options, seed},
              entrance{stages.books(), stages.admission(), !options.is_live} {}

        std::filesystem::path file;
        std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
        Stages stages;
        Entrance entrance;
        std::unordered_set<http::ExchangeId> open;  // seen, and the source has not told their end
    };

    template <class Sighting>
    void pass_on(Sighting&& sighting);
    template <class Sighting>
    Run* run_of(const Sighting& sighting);
    bool is_draining() const;
    bool is_due() const;
    Result<void> begin_next();
    void drain_and_finish(const std::shared_ptr<Run>& run);
    void finish(Run& run) const;

    ShadowOptions options_;
    std::filesystem::path named_file_;  // as the user called it
    std::uint64_t run_seed_;
    const StopSignal& stop_;
    std::atomic<bool> is_paused_ = false;
    mutable std::mutex mutex_;
    std::shared_ptr<Run> current_;
    std::shared_ptr<Run> previous_;  // while it drains
    std::function<Facts()> facts_at_the_end_ = [] { return Facts{}; };
    std::unordered_set<http::ExchangeId> open_before_;  // of runs before the current one
    Coverage coverage_;                                 // since the source began
    Coverage coverage_before_;                          // of these, what belongs to earlier runs
    bool is_next_asked_for_ = false;                    // by a reload
    std::chrono::steady_clock::time_point not_before_;  // the next try after one that failed
    std::jthread drain_thread_;
};

}  // namespace shadowdiff::pipeline
