// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/workers.hpp"

#include "base/start_thread.hpp"
#include "pipeline/stages/queue.hpp"
#include "reassembly/connection_key.hpp"

#include <algorithm>
#include <mutex>
#include <thread>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

constexpr std::size_t batch_segments_max = 256;     // the price of a wake-up is shared by these
constexpr std::size_t batch_bytes_max = 256 << 10;  // or of this much payload
constexpr std::size_t batches_min = 2;              // waiting for one worker: it is never idle

// Segments with their payloads behind each other.
struct Batch {
    std::vector<frames::Segment> segments;  // their payloads are not set
    std::vector<std::size_t> sizes;
    Bytes payloads;

    void add(const frames::Segment& segment) {
        segments.push_back(segment);
        sizes.push_back(segment.payload.size());
        payloads.append(segment.payload);
    }
    bool is_full() const {
        return segments.size() >= batch_segments_max || payloads.size() >= batch_bytes_max;
    }
};

// What all workers may hold together.
FlowOptions share_of(const FlowOptions& whole, std::size_t workers) {
    auto share = whole;
    share.reassembly.connections_max =
        std::max<std::size_t>(1, whole.reassembly.connections_max / workers);
    share.reassembly.out_of_order_total_max /= workers;
    share.http.limits.kept_total_max /= workers;
    share.http.waiting_bytes_max /= workers;
    return share;
}

}  // namespace

class Workers::Worker {
public:
    Worker(std::uint64_t run_seed, const FlowOptions& options, std::size_t batches_max,
           const Sink& sink, std::mutex& saying)
        : flows_{run_seed, options},
          sink_{sink},
          saying_{saying},
          batches_{batches_max},
          thread_{start_thread([this] { run(); })} {}
    ~Worker() { join(); }

    void add(const frames::Segment& segment) { gathering_.add(segment); }
    bool is_full() const { return gathering_.is_full(); }

    /// The segments that were refused.
    std::size_t hand_over(bool waits) {
        if (gathering_.segments.empty()) return 0;
        auto batch = std::exchange(gathering_, {});
        if (waits) {
            batches_.push(std::move(batch));
            return 0;
        }
        return batches_.try_push(batch) ? 0 : batch.segments.size();
    }
    void join() {
        batches_.close();
        if (thread_.joinable()) thread_.join();
    }
    Coverage coverage() const {
        const std::lock_guard lock{coverage_mutex_};
        return coverage_;
    }

private:
    void run() {
        const auto say = [this](http::WireSighting&& sighting) {
            const std::lock_guard lock{saying_};
            sink_(std::move(sighting));
        };
        while (auto batch = batches_.pop()) {
            ByteView rest = batch->payloads;
            for (std::size_t i = 0; i < batch->segments.size(); ++i) {
                auto& segment = batch->segments[i];
                segment.payload = rest.substr(0, batch->sizes[i]);
                rest.remove_prefix(batch->sizes[i]);
                flows_.take(segment, say);
            }
            publish();
        }
        flows_.finish(say);
        publish();
    }
    void publish() {
        const std::lock_guard lock{coverage_mutex_};
        coverage_ = flows_.coverage();
    }

    Flows flows_;
    const Sink& sink_;
    std::mutex& saying_;
    Batch gathering_;  // the reader's
    Queue<Batch> batches_;
    mutable std::mutex coverage_mutex_;
    Coverage coverage_;
    std::jthread thread_;  // the last member: it uses the others
};

Workers::Workers(std::uint64_t run_seed, const WorkerOptions& options, Sink sink)
    : options_{options}, sink_{std::move(sink)} {
    if (options.count <= 1) {
        own_ = std::make_unique<Flows>(run_seed, options.flows);
        return;
    }
    const auto batches = options.queues_bytes_max / options.count / batch_bytes_max;
    for (std::size_t i = 0; i < options.count; ++i) {
        auto flows = share_of(options.flows, options.count);
        flows.ids = {.first = i + 1, .step = options.count};
        workers_.push_back(std::make_unique<Worker>(run_seed, flows, std::max(batches, batches_min),
                                                    sink_, saying_));
    }
}

Workers::~Workers() = default;

void Workers::take(const frames::Segment& segment) {
    if (own_) return own_->take(segment, sink_);
    const auto part = reassembly::part_of(segment.source, segment.destination, workers_.size());
    auto& worker = *workers_[part];
    worker.add(segment);
    if (worker.is_full()) refuse(worker.hand_over(options_.waits_for_room));
    // A worker with little to do must not wait for a full batch while others are busy.
    if (++gathered_ >= batch_segments_max * workers_.size()) flush();
}

void Workers::flush() {
    gathered_ = 0;
    for (auto& worker : workers_) refuse(worker->hand_over(options_.waits_for_room));
}

void Workers::refuse(std::size_t segments) {
    if (segments > 0) refused_.add(Blind::worker_drops, segments);
}

void Workers::finish() {
    if (own_) return own_->finish(sink_);
    flush();
    for (auto& worker : workers_) worker->join();
}

Coverage Workers::coverage() const {
    if (own_) return own_->coverage();
    auto total = refused_;
    for (const auto& worker : workers_) total.add(worker->coverage());
    return total;
}

}  // namespace shadowdiff::pipeline
