// SPDX-License-Identifier: Apache-2.0
// Writes the traffic that is seen into recordings, beside all that becomes of it: every request
// with legacy's answer, redacted before it is compressed. Of live traffic nobody waits for the
// disk: what it cannot keep up with is left out and counted.
#pragma once

#include "base/result.hpp"
#include "http/sighting.hpp"
#include "pipeline/recorded/recording_files.hpp"
#include "pipeline/stages/queue.hpp"
#include "recording/block.hpp"
#include "redact/redactor.hpp"
#include "routes/router.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>

namespace shadowdiff::pipeline {

struct RecorderOptions {
    RecordingFilesOptions files;
    std::size_t pending_max = 16'384;              // requests that wait for their answer
    std::size_t queued_bytes_max = 64 << 20;       // of whole exchanges on their way to the disk
    bool waits = false;                            // for the disk: nothing finds no room
    std::size_t block_bytes_max = 1 << 20;         // of records in a block, before it is compressed
    std::chrono::milliseconds flush_every{1'000};  // what a crash may cost
};

struct RecorderCounts {
    std::uint64_t recorded = 0;
    std::uint64_t left_out = 0;  // over a bound, or while the disk failed
    std::optional<Error> error;  // the first, of the disk
};

class Recorder {
public:
    /// Makes the directory and the first file. Throws StartupError.
    /// `router` has the declared routes, which name secret parts of paths.
    Recorder(RecorderOptions options, const redact::RedactOptions& redact, routes::Router router);
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    /// On one thread, in the order of seeing.
    void take(const http::Sighting& sighting);
    /// What waits for an answer is recorded without one; all is on disk afterwards.
    void finish();

    RecorderCounts counts() const;

    /// From any thread: nobody waits for the disk from here on.
    void hurry() { is_hurried_ = true; }

private:
    void on(const http::RequestSeen&) {}
    void on(const http::RequestComplete& complete);
    void on(const http::AnswerSeen& seen);
    void on(const http::Lost& lost);
    void on(const http::ConnectionEnded&) {}

    void hand_over(http::Exchange exchange);
    bool has_taken(http::Exchange& exchange, std::size_t bytes);
    void leave_out(std::uint64_t exchanges);
    void run();
    void write_next();
    void flush();

    RecorderOptions options_;
    routes::Router router_;  // of the thread that writes
    redact::Redactor redactor_;
    RecordingFiles files_;
    std::unordered_map<http::ExchangeId, http::Exchange> pending_;
    std::size_t pending_bytes_ = 0;
    std::atomic<std::size_t> queued_bytes_ = 0;
    std::atomic<bool> is_hurried_ = false;
    std::atomic<bool> is_finishing_ = false;
    Queue<http::Exchange> queue_;
    // Of the thread, and then of finish().
    recording::BlockBuilder block_;
    std::chrono::steady_clock::time_point next_flush_;
    mutable std::mutex mutex_;
    RecorderCounts counts_;
    std::jthread thread_;
};

}  // namespace shadowdiff::pipeline
