// SPDX-License-Identifier: Apache-2.0
// Captures as a stream of whole exchanges, taken from them on a thread of its own.
#pragma once

#include "base/limits.hpp"
#include "capture/source.hpp"
#include "pipeline/capture/intake.hpp"
#include "pipeline/recorded/exchange_stream.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace shadowdiff::pipeline {

class CaptureExchanges {
public:
    /// Throws StartupError when a file is no capture.
    CaptureExchanges(const std::vector<std::filesystem::path>& files, const SavefileLimits& limits,
                     const IntakeOptions& options, std::uint64_t seed, bool keeps_requests);
    /// Stops reading.
    ~CaptureExchanges();
    CaptureExchanges(const CaptureExchanges&) = delete;
    CaptureExchanges& operator=(const CaptureExchanges&) = delete;

    /// Nothing at the end, or when nothing comes and `is_over` says so.
    std::optional<RecordedExchange> next(const std::function<bool()>& is_over) {
        return stream_->next(is_over);
    }

    /// What could not be seen so far.
    Coverage coverage() const;
    /// After the end: why they could not be read, or only up to some packet.
    std::optional<Error> error() const;
    std::optional<Error> early_end() const;

private:
    void read(const IntakeOptions& options, std::uint64_t seed, const ExchangeStream::Give& give);

    std::unique_ptr<capture::PacketSource> source_;
    StopTime stop_time_;
    mutable std::mutex mutex_;
    Coverage coverage_;
    std::optional<Error> error_;
    std::optional<Error> early_end_;
    std::optional<ExchangeStream> stream_;
};

}  // namespace shadowdiff::pipeline
