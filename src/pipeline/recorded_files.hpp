// SPDX-License-Identifier: Apache-2.0
// Files of recorded traffic as one stream of exchanges: opened, unpacked and read one after
// another.
#pragma once

#include "base/result.hpp"
#include "capture/byte_source.hpp"
#include "recording/reader.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shadowdiff::pipeline {

struct RecordedFilesOptions {
    std::vector<std::filesystem::path> files;  // "-" is standard input
    std::optional<recording::Format> format;   // else each file's own, by its first bytes
    recording::ReaderOptions reader;
    /// Something was passed over, or a file could not be read to its end. One line.
    std::function<void(std::string)> on_trouble = [](std::string) {};
};

/// True for a pcap or pcapng file, also a compressed one. An Error when it cannot be read.
Result<bool> is_capture_file(const std::filesystem::path& file);

class RecordedFiles {
public:
    explicit RecordedFiles(RecordedFilesOptions options);

    /// Opens the first file. An Error when it cannot be read, or is no recording.
    Result<void> begin();

    /// Nothing at the end of the last file, or when a pipe is silent and `is_over` says so.
    std::optional<http::Exchange> next(const std::function<bool()>& is_over);

    std::uint64_t records_skipped() const { return records_skipped_; }
    std::uint64_t files_broken() const { return files_broken_; }
    /// Of all octets that are to be read; nothing where that cannot be known.
    std::optional<double> share_read() const;

private:
    struct Open {
        std::string name;
        std::unique_ptr<capture::ByteSource> bytes;
        recording::Reader reader;
        bool has_ended = false;
    };

    Result<Open> open(std::size_t number);
    bool open_next();
    void fill();

    RecordedFilesOptions options_;
    std::size_t next_file_ = 0;
    std::optional<Open> open_;
    std::vector<char> buffer_;
    std::uint64_t records_skipped_ = 0;
    std::uint64_t files_broken_ = 0;
    std::uint64_t bytes_read_ = 0;
    std::optional<std::uint64_t> bytes_in_all_;
};

}  // namespace shadowdiff::pipeline
