// SPDX-License-Identifier: Apache-2.0
// Files of recorded traffic as one stream of exchanges: opened, unpacked and read one after
// another.
#pragma once

#include "base/limits.hpp"
#include "base/result.hpp"
#include "capture/byte_source.hpp"
#include "pipeline/recorded/time_order.hpp"
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
    SavefileLimits limits = {};  // of what unpacks them
    bool needs_answers = false;  // of a form that never has some, nothing could be compared
    /// Asked while a pipe says nothing before it is known what it holds: it is given up.
    std::function<bool()> is_over = [] { return false; };
    /// Something was passed over, or a file could not be read to its end. One line.
    std::function<void(std::string)> on_trouble = [](std::string) {};
};

enum class TrafficKind : std::uint8_t { recordings, captures, run_files };

/// Standard input, a pipe: to look at its beginning is to take it.
bool is_read_once(const std::filesystem::path& file);

/// By its first bytes, also of a compressed file. An Error when it cannot be read.
Result<TrafficKind> kind_of_file(const std::filesystem::path& file,
                                 const SavefileLimits& limits = {});

/// An Error that names a file which is there twice, by its path or as a copy of an own recording:
/// both have the same exchanges, and an exchange is judged once.
Result<void> refuse_repeated(const std::vector<std::filesystem::path>& files);

class RecordedFiles {
public:
    explicit RecordedFiles(RecordedFilesOptions options);

    /// Opens the first file. An Error when it cannot be read, or is no recording.
    Result<void> begin();

    /// Own recordings, which hold exchanges as they were answered, in the order of their requests.
    /// Nothing at the end of the last file, or when a pipe is silent and `is_over` says so.
    std::optional<http::Exchange> next(const std::function<bool()>& is_over);

    /// An end that is missing counts as one.
    std::uint64_t records_skipped() const { return records_skipped_; }
    /// Of which nothing could be read.
    std::uint64_t files_broken() const { return files_broken_; }
    /// Of all octets that are to be read; nothing where that cannot be known.
    std::optional<double> share_read() const;

private:
    struct Open {
        std::string name;
        std::unique_ptr<capture::ByteSource> bytes;
        recording::Reader reader;
        bool is_own = false;
        bool has_ended = false;
        bool has_exchanges = false;
        bool has_trouble = false;
        bool lacks_end = false;  // and what stands there was not counted yet
    };

    Result<Open> open(std::size_t number);
    bool open_next();
    std::optional<http::Exchange> next_as_stored(const std::function<bool()>& is_over);
    void fill();
    void skip(std::uint64_t records, const std::string& why);
    void close_file();

    RecordedFilesOptions options_;
    std::size_t next_file_ = 0;
    std::optional<Open> open_;
    TimeOrder in_order_;
    std::vector<char> buffer_;
    std::uint64_t records_skipped_ = 0;
    std::uint64_t files_broken_ = 0;
    std::uint64_t bytes_read_ = 0;
    std::optional<std::uint64_t> bytes_in_all_;
};

}  // namespace shadowdiff::pipeline
