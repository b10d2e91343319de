// SPDX-License-Identifier: Apache-2.0
// The capture thread: packets -> segments -> streams -> sightings, until the source ends or the run
// is asked to stop. It never waits for anything but the source (and, reading a file, for room).
#pragma once

#include "base/coverage.hpp"
#include "capture/source.hpp"
#include "frames/decode.hpp"
#include "pipeline/capture/cpu_budget.hpp"
#include "pipeline/capture/workers.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>

namespace shadowdiff::pipeline {

/// Until when packets count; set once, by the thread that ends the run.
class StopTime {
public:
    void set(Timestamp at) { at_.store(at.time_since_epoch().count(), std::memory_order_relaxed); }
    bool is_set() const { return get() != Timestamp::max(); }
    Timestamp get() const { return Timestamp{Duration{at_.load(std::memory_order_relaxed)}}; }

private:
    std::atomic<Duration::rep> at_ = Timestamp::max().time_since_epoch().count();
};

struct IntakeOptions {
    frames::FrameOptions frames{};
    ReassemblyLimits reassembly{};
    HttpLimits http{};
    ExplainOptions explain{};
    std::optional<double> cpu_budget;  // of one core; over it connections are left out
    std::size_t workers = 1;           // with a CPU budget there is one
    WaitingLimits waiting{};
    bool waits_for_workers = false;  // else what comes for one that is behind is refused
};

class Intake {
public:
    using Deliver = std::function<void(http::WireSighting&&)>;
    using OnCoverage = std::function<void(const Coverage&)>;  // all that was not seen so far

    Intake(capture::PacketSource& source, const IntakeOptions& options, std::uint64_t run_seed,
           Deliver deliver, OnCoverage on_coverage);

    /// Reads until the source ends, or all packets up to `stop_at` were read.
    void run(const StopTime& stop_at);

    /// Why the source could not be read.
    const std::optional<Error>& error() const { return error_; }
    /// Why its end is missing, where what was before it counts.
    const std::optional<Error>& early_end() const { return early_end_; }

    /// The smallest share of connections that was let in, of 1; nothing without a CPU budget. From
    /// any thread.
    std::optional<double> lowest_share() const;

private:
    void take(const frames::Packet& packet);
    bool is_let_in(const frames::Segment& segment);
    void measure();
    void write_coverage();

    capture::PacketSource& source_;
    OnCoverage on_coverage_;
    frames::Decoder decoder_;
    Explaining explaining_;
    std::optional<Shedder> shedder_;
    std::atomic<std::uint32_t> lowest_share_ = whole_share;
    Workers workers_;
    Coverage drops_;  // of the source; the stages behind have their own
    std::optional<Error> error_;
    std::optional<Error> early_end_;
};

}  // namespace shadowdiff::pipeline
