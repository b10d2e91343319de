// SPDX-License-Identifier: Apache-2.0
// The exchanges that run files keep whole, as a stream: their requests, with legacy's answers.
#pragma once

#include "base/coverage.hpp"
#include "base/result.hpp"
#include "pipeline/recorded/recorded_exchange.hpp"
#include "pipeline/recorded/recorded_stream.hpp"
#include "store/rows.hpp"

#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace shadowdiff::pipeline {

/// Nothing of an exchange that is not whole. An answer whose body was not kept is none.
std::optional<RecordedExchange> recorded_of(const store::ExchangeRow& row);

class RunExchanges {
public:
    /// Throws StartupError when a file is no run file.
    explicit RunExchanges(const std::vector<std::filesystem::path>& files);

    /// As CaptureExchanges::next.
    RecordedExchange* next(const std::function<bool()>& is_over) { return stream_->next(is_over); }

    /// After the end: which file could not be read, or only up to some exchange.
    std::optional<Error> error() const;
    std::optional<Error> early_end() const;
    /// What could not be seen so far.
    Coverage coverage() const;

private:
    using Stream = RecordedStream<RecordedExchange>;

    void read(const std::vector<std::filesystem::path>& files, const Stream::Give& give);
    void note_early_end(Error error);

    mutable std::mutex mutex_;
    std::optional<Error> error_;
    std::optional<Error> early_end_;
    Coverage coverage_;
    std::optional<Stream> stream_;
};

}  // namespace shadowdiff::pipeline
