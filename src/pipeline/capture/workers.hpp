// SPDX-License-Identifier: Apache-2.0
// Segments -> sightings on one thread or on several: each connection is always on the same one, so
// that what is said of it does not depend on how many there are.
#pragma once

#include "base/coverage.hpp"
#include "frames/segment.hpp"
#include "http/wire_sighting.hpp"
#include "pipeline/capture/flows.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace shadowdiff::pipeline {

struct WorkerOptions {
    std::size_t count = 1;  // of threads; one: the caller's own
    std::size_t queues_bytes_max = WaitingLimits{}.worker_bytes_max;  // of all workers
    bool waits_for_room = false;  // else a segment for a worker that is behind is refused, counted
    FlowOptions flows;
};

/// All members are called by one thread: the reader's.
class Workers {
public:
    /// Called for one sighting at a time, by any worker; it may wait only if the reader may.
    using Sink = std::function<void(http::WireSighting&&)>;

    Workers(std::uint64_t run_seed, const WorkerOptions& options, Sink sink);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    /// Copies the payload where another thread will read it.
    void take(const frames::Segment& segment);
    /// Hands over what was gathered for the workers: the source has nothing more for now.
    void flush();
    /// The capture has ended; returns when all is said.
    void finish();

    // Of the only worker; the caller knows that there is one.
    reassembly::Acquaintance acquaintance(const frames::Segment& segment) const {
        return own_->acquaintance(segment);
    }
    void shed(const frames::Segment& segment) { own_->shed(segment, sink_); }

    Coverage coverage() const;

private:
    class Worker;

    void refuse(std::size_t segments);

    WorkerOptions options_;
    Sink sink_;
    std::mutex saying_;           // one sighting at a time
    std::unique_ptr<Flows> own_;  // of the only worker
    std::vector<std::unique_ptr<Worker>> workers_;
    std::size_t gathered_ = 0;  // segments since the last flush
    Coverage refused_;
};

}  // namespace shadowdiff::pipeline
