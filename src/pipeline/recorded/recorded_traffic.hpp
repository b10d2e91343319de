// SPDX-License-Identifier: Apache-2.0
// Recordings, captures or run files as one stream of whole exchanges, whatever the files are.
#pragma once

#include "pipeline/capture/capture_exchanges.hpp"
#include "pipeline/recorded/recorded_answer.hpp"
#include "pipeline/recorded/recorded_files.hpp"
#include "pipeline/recorded/run_exchanges.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shadowdiff::pipeline {

/// The file, or a directory's files in the order of their names. An Error when there is none.
Result<std::vector<std::filesystem::path>> files_at(const std::filesystem::path& path);

/// An Error when a file cannot be read, or they are of several kinds. What can be read only
/// once is taken for a recording.
Result<TrafficKind> kind_of(const std::vector<std::filesystem::path>& files,
                            const SavefileLimits& limits = {});

struct RecordedTrafficOptions {
    RecordedFilesOptions files;
    TrafficKind kind = TrafficKind::recordings;
    IntakeOptions intake{};  // of captures
    std::uint64_t seed = 0;  // likewise
    bool is_leg = false;     // what answered is wanted, and by what it is joined
};

class RecordedTraffic {
public:
    /// Throws StartupError when the first file is not what it should be, StoppedAtStart when
    /// nothing had come of it before the end.
    explicit RecordedTraffic(const RecordedTrafficOptions& options);

    /// Nothing at the end, or when nothing comes and `is_over` says so.
    std::optional<RecordedExchange> next(const std::function<bool()>& is_over);
    /// The same of a leg, until the next call: null at the end. What is not moved from it goes back
    /// to the thread that read it.
    RecordedAnswer* next_answer(const std::function<bool()>& is_over);

    std::optional<double> share_read() const;
    std::uint64_t records_skipped() const;
    std::uint64_t files_broken() const;
    /// What could not be seen in captures and run files so far.
    Coverage coverage() const;
    /// After the end: why they could not be read.
    std::optional<Error> error() const;

private:
    template <class Recorded>
    Recorded* taken_or_end(Recorded* taken);
    void tell_early_end();

    // One of them is there.
    std::unique_ptr<RecordedFiles> files_;
    std::unique_ptr<CaptureExchanges> captures_;
    std::unique_ptr<RunExchanges> runs_;
    std::function<void(std::string)> on_trouble_;
    bool is_end_told_ = false;
    RecordedAnswer answer_;  // the last one; not of captures
};

}  // namespace shadowdiff::pipeline
