// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded/recorder.hpp"

#include "base/priority.hpp"
#include "base/start_thread.hpp"
#include "mirror/request/mark.hpp"
#include "pipeline/stages/footprint.hpp"
#include "recording/record.hpp"

#include <algorithm>
#include <chrono>
#include <tuple>
#include <utility>
#include <vector>

namespace shadowdiff::pipeline {
namespace {

constexpr std::chrono::milliseconds room_poll{1};  // the disk has a batch of records to write

}  // namespace

Recorder::Recorder(RecorderOptions options, const redact::RedactOptions& redact,
                   routes::Router router)
    : options_{std::move(options)},
      router_{std::move(router)},
      redactor_{redact},
      files_{options_.files},
      queue_{options_.pending_max} {
    if (const auto begun = files_.begin(); !begun) throw StartupError{begun.error().message};
    thread_ = start_thread([this] {
        give_way();
        run();
    });
}

Recorder::~Recorder() { finish(); }

void Recorder::take(const http::Sighting& sighting) {
    std::visit([this](const auto& one) { on(one); }, sighting);
}

void Recorder::on(const http::RequestComplete& complete) {
    if (http::find(complete.exchange.request.headers, mirror::mark_header)) return;
    const auto bytes = footprint(complete.exchange.request);
    const bool has_room = pending_.size() < options_.pending_max &&
                          pending_bytes_ + bytes <= options_.queued_bytes_max;
    if (!has_room) return leave_out(1);
    if (pending_.emplace(complete.exchange.id, complete.exchange).second) pending_bytes_ += bytes;
}

void Recorder::on(const http::AnswerSeen& seen) {
    auto found = pending_.extract(seen.id);
    if (found.empty()) return;
    pending_bytes_ -= footprint(found.mapped().request);
    found.mapped().pairing = seen.pairing;
    found.mapped().answers.push_back(seen.answer);
    hand_over(std::move(found.mapped()));
}

// Its request can be asked again all the same.
void Recorder::on(const http::Lost& lost) {
    auto found = pending_.extract(lost.id);
    if (found.empty()) return;
    pending_bytes_ -= footprint(found.mapped().request);
    hand_over(std::move(found.mapped()));
}

void Recorder::hand_over(http::Exchange exchange) {
    const auto bytes = footprint(exchange);
    bool is_taken = has_taken(exchange, bytes);
    while (!is_taken && options_.waits && !is_hurried_) {
        std::this_thread::sleep_for(room_poll);
        is_taken = has_taken(exchange, bytes);
    }
    if (!is_taken) leave_out(1);
}

bool Recorder::has_taken(http::Exchange& exchange, std::size_t bytes) {
    const bool has_room = queued_bytes_ == 0 || queued_bytes_ + bytes <= options_.queued_bytes_max;
    if (!has_room) return false;
    queued_bytes_ += bytes;
    if (queue_.try_push(exchange)) return true;
    queued_bytes_ -= bytes;
    return false;
}

void Recorder::leave_out(std::uint64_t exchanges) {
    const std::scoped_lock lock{mutex_};
    counts_.left_out += exchanges;
}

// In the order of seeing, so that a recording of one traffic is one sequence of octets.
void Recorder::finish() {
    std::vector<http::Exchange> rest;
    for (auto& [id, exchange] : pending_) rest.push_back(std::move(exchange));
    pending_.clear();
    pending_bytes_ = 0;
    std::ranges::sort(rest, {}, [](const auto& one) { return std::tie(one.seen_at, one.id); });
    for (auto& exchange : rest) hand_over(std::move(exchange));
    queue_.close();
    if (!thread_.joinable()) return;
    is_finishing_ = true;
    thread_.join();
    while (!queue_.is_finished()) write_next();
    flush();
    if (const auto finished = files_.finish(); !finished) {
        const std::scoped_lock lock{mutex_};
        if (!counts_.error) counts_.error = finished.error();
    }
}

RecorderCounts Recorder::counts() const {
    const std::scoped_lock lock{mutex_};
    return counts_;
}

// The thread gives way to all others, and may have much left, which nobody should wait for so long:
// finish() goes on with it.
void Recorder::run() {
    next_flush_ = std::chrono::steady_clock::now() + options_.flush_every;
    while (!is_finishing_ && !queue_.is_finished()) write_next();
}

void Recorder::write_next() {
    using std::chrono::steady_clock;
    if (const auto exchange = queue_.pop_within(options_.flush_every)) {
        const auto& request = exchange->request;
        const auto host = http::value_of(request.headers, "Host").value_or("");
        const auto route = router_.route(request.method, host, request.target);
        const auto redactor = redactor_.aware_of(*exchange);
        block_.add(recording::pack_record(*exchange, redactor, route));
        queued_bytes_ -= footprint(*exchange);
    }
    const bool is_due = steady_clock::now() >= next_flush_;
    if (block_.bytes() < options_.block_bytes_max && !is_due) return;
    flush();
    next_flush_ = steady_clock::now() + options_.flush_every;
}

void Recorder::flush() {
    const std::uint64_t records = block_.records();
    if (records == 0) return;
    const auto written = files_.append(block_.finish());
    const std::scoped_lock lock{mutex_};
    (written ? counts_.recorded : counts_.left_out) += records;
    if (!written && !counts_.error) counts_.error = written.error();
}

}  // namespace shadowdiff::pipeline
