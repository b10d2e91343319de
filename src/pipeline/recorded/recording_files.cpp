// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded/recording_files.hpp"

#include "recording/block.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <system_error>

namespace shadowdiff::pipeline {
namespace {

Error cannot_write(const std::filesystem::path& file, int error_number) {
    return {fmt::format("{}: cannot be written: {}", file.string(),
                        std::generic_category().message(error_number))};
}

}  // namespace

RecordingFiles::~RecordingFiles() {
    if (descriptor_ >= 0) close(descriptor_);
}

Result<void> RecordingFiles::begin() {
    std::error_code error;
    std::filesystem::create_directories(options_.directory, error);
    if (error) {
        return std::unexpected{Error{
            fmt::format("{}: cannot be made: {}", options_.directory.string(), error.message())}};
    }
    return begin_file();
}

// A name that is taken is a recording of somebody else: the next number is tried.
Result<void> RecordingFiles::begin_file() {
    if (descriptor_ >= 0) {
        if (const auto finished = finish(); !finished) return finished;
    }
    const auto now = fmt::gmtime(std::time(nullptr));
    do {
        file_ =
            options_.directory / fmt::format("shadowdiff-{:%Y%m%dT%H%M%S}-{}.sdrec", now, files_++);
        constexpr mode_t private_mode = 0600;
        descriptor_ = open(file_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, private_mode);
    } while (descriptor_ < 0 && errno == EEXIST);
    if (descriptor_ < 0) return std::unexpected{cannot_write(file_, errno)};
    begun_at_ = std::chrono::steady_clock::now();
    bytes_ = 0;
    auto headed = write_all(recording::recording_head());
    if (!headed) {  // without its head nobody knows it for a recording
        close(descriptor_);
        descriptor_ = -1;
        std::error_code ignored;
        std::filesystem::remove(file_, ignored);
    }
    return headed;
}

Result<void> RecordingFiles::append(ByteView block) {
    if (descriptor_ < 0 || is_full()) {
        if (const auto begun = begin_file(); !begun) return begun;
    }
    return write_all(block);
}

bool RecordingFiles::is_full() const {
    return bytes_ >= options_.file_bytes_max ||
           std::chrono::steady_clock::now() - begun_at_ >= options_.file_age_max;
}

// What was written of a block that has no room is taken back, so that the next one can be read.
Result<void> RecordingFiles::write_all(ByteView bytes) {
    auto rest = bytes;
    while (!rest.empty()) {
        const auto written = write(descriptor_, rest.data(), rest.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            const auto error = cannot_write(file_, errno);
            if (ftruncate(descriptor_, static_cast<off_t>(bytes_)) != 0) {
                return std::unexpected{cannot_write(file_, errno)};
            }
            lseek(descriptor_, static_cast<off_t>(bytes_), SEEK_SET);
            return std::unexpected{error};
        }
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    bytes_ += bytes.size();
    return {};
}

Result<void> RecordingFiles::finish() {
    if (descriptor_ < 0) return {};
    const bool is_on_disk = fsync(descriptor_) == 0;
    const int error_number = errno;
    close(descriptor_);
    descriptor_ = -1;
    if (!is_on_disk) return std::unexpected{cannot_write(file_, error_number)};
    return {};
}

}  // namespace shadowdiff::pipeline
