// SPDX-License-Identifier: Apache-2.0
// Hands recorded requests to the stages a little before they are due, so that reading them makes
// none late, and measures how late they are sent.
#pragma once

#include "base/sketch.hpp"
#include "pipeline/capture/intake.hpp"
#include "pipeline/recorded/recorded_exchange.hpp"
#include "pipeline/replay/pacer.hpp"
#include "pipeline/stages/entrance.hpp"
#include "pipeline/stages/stages.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace shadowdiff::pipeline {

struct PacedFeedOptions {
    Pace pace;
    std::optional<std::uint64_t> requests_max;
    /// To redaction, so that a leg cannot be asked: it is excluded. Empty: nobody is asked, and a
    /// request may have lost anything.
    std::function<bool(const http::Request&)> lacks_something;
    /// Made to each leg before the first request is due.
    std::size_t connections_ahead = 0;
    /// The next request is due so much later that somebody may think we hang. One line.
    std::function<void(std::string)> on_trouble = [](std::string) {};
};

/// Used by the reading thread, but for stop(), share_done() and lag().
class PacedFeed {
public:
    /// `lag` is written on the io_context's thread.
    PacedFeed(PacedFeedOptions options, Stages& stages, Sketch& lag);

    /// Waits until a request that was recorded at that time is due soon, and tells when. Nothing
    /// when it was told to stop before.
    std::optional<Stages::Due> wait(Timestamp recorded_at);
    /// Waits for it, and hands it on if its time has come. `round`: of a recording that is read
    /// again.
    void take(RecordedExchange&& recorded, std::uint64_t round, Entrance& entrance);
    void begin_again() { pacer_.begin_again(); }

    /// The reading thread waits no more, and reads no further.
    void stop();
    bool is_over() const { return is_stopped_.load(std::memory_order_relaxed) || is_enough(); }
    const StopTime& stop_time() const { return stop_time_; }
    std::uint64_t requests() const { return requests_.load(std::memory_order_relaxed); }

    void set_share_read(std::optional<double> share);
    /// Of the recording, or of as many requests as are wanted.
    std::optional<double> share_done() const;
    /// Of the request that was answered last; nothing without a pace.
    std::optional<Duration> lag() const;

private:
    void begin();
    void connect_ahead();
    bool is_enough() const { return options_.requests_max && requests() >= *options_.requests_max; }

    PacedFeedOptions options_;
    Pacer pacer_;
    Stages& stages_;
    /// When the first request was there: what was read before it, and what follows, waits for it.
    std::optional<std::chrono::steady_clock::time_point> start_;
    std::atomic<std::uint64_t> requests_ = 0;
    std::atomic<Duration::rep> last_lag_ = -1;
    StopTime stop_time_;
    std::atomic<bool> is_stopped_ = false;
    std::atomic<double> share_read_ = -1;
};

}  // namespace shadowdiff::pipeline
