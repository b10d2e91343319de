// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/intake.hpp"

#include "base/overload.hpp"

#include <chrono>
#include <ctime>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

// The kernel hands packets over in blocks: one empty poll may fall between two of them.
constexpr int empty_polls_to_be_drained = 2;
constexpr std::uint64_t packets_between_coverage = 4'096;
constexpr std::uint64_t packets_between_measures = 256;

WorkerOptions worker_options(const IntakeOptions& options, ExplanationLog* explanations) {
    WorkerOptions workers;
    workers.count = options.cpu_budget ? 1 : options.workers;
    workers.queues_bytes_max = options.waiting.worker_bytes_max;
    workers.waits_for_room = options.waits_for_workers;
    workers.flows.reassembly = options.reassembly;
    workers.flows.http.limits = options.http;
    workers.flows.http.waiting_bytes_max = options.waiting.http_bytes_max;
    if (!options.waits_for_workers) workers.flows.http.decoding_rate.emplace();
    workers.flows.explanations = explanations;
    return workers;
}

Duration read_clock(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

}  // namespace

Intake::Intake(capture::PacketSource& source, const IntakeOptions& options, std::uint64_t run_seed,
               Deliver deliver, OnCoverage on_coverage)
    : source_{source},
      on_coverage_{std::move(on_coverage)},
      decoder_{options.frames},
      explaining_{options.explain},
      workers_{run_seed, worker_options(options, explaining_.log()),
               [deliver = std::move(deliver)](http::WireSighting&& sighting) {
                   deliver(std::move(sighting));
               }} {
    if (options.cpu_budget) shedder_.emplace(*options.cpu_budget, run_seed);
}

void Intake::run(const StopTime& stop_at) {
    int empty_polls = 0;
    bool ended = false;
    const Overload on_next{
        [&](const frames::Packet& packet) {
            empty_polls = 0;
            ended = packet.at > stop_at.get();
            if (!ended) take(packet);
        },
        [&](capture::NotYet) {
            ended = stop_at.is_set() && ++empty_polls == empty_polls_to_be_drained;
            workers_.flush();
            measure();
            write_coverage();
        },
        [&](capture::Finished& finished) {
            early_end_ = std::move(finished.early);
            ended = true;
        },
        [&](Error& error) {
            error_ = std::move(error);
            ended = true;
        },
    };
    while (!ended) {
        auto next = source_.next();
        std::visit(on_next, next);
    }
    decoder_.finish();
    workers_.finish();
    explaining_.finish(decoder_);
    write_coverage();
}

void Intake::take(const frames::Packet& packet) {
    if (packet.number % packets_between_coverage == 0) write_coverage();
    if (packet.number % packets_between_measures == 0) measure();
    const auto segment = decoder_.decode(packet);
    explaining_.take(packet, decoder_, segment);
    if (!segment || !is_let_in(*segment)) return;
    workers_.take(*segment);
}

bool Intake::is_let_in(const frames::Segment& segment) {
    if (!shedder_) return true;
    const auto acquaintance = workers_.acquaintance(segment);
    const auto fate = shedder_->fate(segment, acquaintance);
    if (!fate.is_newly_shed) return fate.is_let_in;
    if (acquaintance == reassembly::Acquaintance::open) {
        workers_.shed(segment);
    } else if (auto* log = explaining_.log()) {
        log->add({.at = segment.at,
                  .reason = name(Blind::shed_connections),
                  .connection = {{segment.source, segment.destination}}});
    }
    return false;
}

// On the thread that reads: its own CPU time is what the budget is about.
void Intake::measure() {
    if (!shedder_) return;
    shedder_->measure(read_clock(CLOCK_THREAD_CPUTIME_ID), read_clock(CLOCK_MONOTONIC));
    lowest_share_ = shedder_->lowest_share();
}

std::optional<double> Intake::lowest_share() const {
    if (!shedder_) return std::nullopt;
    return static_cast<double>(lowest_share_) / whole_share;
}

void Intake::write_coverage() {
    source_.add_drops(drops_);
    auto total = drops_;
    total.add(decoder_.coverage());
    total.add(workers_.coverage());
    if (shedder_) total.add(Blind::shed_connections, shedder_->shed());
    on_coverage_(total);
}

}  // namespace shadowdiff::pipeline
