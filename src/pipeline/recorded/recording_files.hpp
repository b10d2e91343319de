// SPDX-License-Identifier: Apache-2.0
// The files of a recording in a directory: one after another, by size and age, private, and whole
// up to the last block whatever happens.
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <utility>

namespace shadowdiff::pipeline {

struct RecordingFilesOptions {
    std::filesystem::path directory;
    std::uint64_t file_bytes_max = 256 << 20;  // then the next file is begun
    std::chrono::seconds file_age_max{3'600};  // likewise
};

class RecordingFiles {
public:
    explicit RecordingFiles(RecordingFilesOptions options) : options_{std::move(options)} {}
    RecordingFiles(const RecordingFiles&) = delete;
    RecordingFiles& operator=(const RecordingFiles&) = delete;
    ~RecordingFiles();

    /// Makes the directory and begins the first file, shadowdiff-20261128T190457-0.sdrec.
    Result<void> begin();
    /// All of the block, or nothing of it and an Error; then the next block may be tried.
    Result<void> append(ByteView block);
    /// On disk and closed.
    Result<void> finish();

private:
    Result<void> begin_file();
    Result<void> write_all(ByteView bytes);
    bool is_full() const;

    RecordingFilesOptions options_;
    std::filesystem::path file_;
    int descriptor_ = -1;
    std::uint64_t bytes_ = 0;  // of whole blocks in the file
    std::uint64_t files_ = 0;
    std::chrono::steady_clock::time_point begun_at_;
};

}  // namespace shadowdiff::pipeline
