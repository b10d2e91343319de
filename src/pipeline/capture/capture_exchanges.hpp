// SPDX-License-Identifier: Apache-2.0
// Captures as a stream of whole exchanges, or of a leg's answers, taken from them on a thread of
// its own.
#pragma once

#include "base/limits.hpp"
#include "capture/source.hpp"
#include "pipeline/capture/answer_assembly.hpp"
#include "pipeline/capture/assembly.hpp"
#include "pipeline/capture/intake.hpp"
#include "pipeline/recorded/recorded_stream.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace shadowdiff::pipeline {

/// Throws StartupError when a file is no capture.
std::unique_ptr<capture::PacketSource> open_captures(
    const std::vector<std::filesystem::path>& files, const SavefileLimits& limits);

/// Whose next() may be asked follows from what it was made for.
class CaptureExchanges {
public:
    enum class Gives : bool { exchanges, answers };

    /// Throws StartupError when a file is no capture.
    CaptureExchanges(const std::vector<std::filesystem::path>& files, const SavefileLimits& limits,
                     const IntakeOptions& options, std::uint64_t seed, Gives gives);
    /// Stops reading.
    ~CaptureExchanges();
    CaptureExchanges(const CaptureExchanges&) = delete;
    CaptureExchanges& operator=(const CaptureExchanges&) = delete;

    /// To be moved from before the next call. Null at the end, or when nothing comes and `is_over`
    /// says so.
    RecordedExchange* next(const std::function<bool()>& is_over) {
        return exchanges_->next(is_over);
    }
    RecordedAnswer* next_answer(const std::function<bool()>& is_over) {
        return answers_->next(is_over);
    }

    /// What could not be seen so far.
    Coverage coverage() const;
    /// After the end: why they could not be read, or only up to some packet.
    std::optional<Error> error() const;
    std::optional<Error> early_end() const;

private:
    void read(const IntakeOptions& options, std::uint64_t seed, const Intake::Deliver& deliver);

    std::unique_ptr<capture::PacketSource> source_;
    StopTime stop_time_;
    mutable std::mutex mutex_;
    Coverage coverage_;
    std::optional<Error> error_;
    std::optional<Error> early_end_;
    // One of them is there.
    std::optional<RecordedStream<RecordedExchange>> exchanges_;
    std::optional<RecordedStream<RecordedAnswer>> answers_;
};

}  // namespace shadowdiff::pipeline
