// SPDX-License-Identifier: Apache-2.0
#include "capture/file_bytes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace shadowdiff::capture {
namespace {

constexpr int pipe_poll_ms = 50;  // how long a read waits for a pipe

class FileBytes final : public ByteSource {
public:
    FileBytes(int descriptor, bool is_regular) : descriptor_{descriptor}, is_regular_{is_regular} {}
    FileBytes(const FileBytes&) = delete;
    FileBytes& operator=(const FileBytes&) = delete;
    ~FileBytes() override {
        if (descriptor_ != STDIN_FILENO) close(descriptor_);
    }

    Read read(std::span<char> into) override {
        if (!is_regular_ && !wait_readable()) return {Reading::not_yet};
        const auto count = ::read(descriptor_, into.data(), into.size());
        if (count > 0) return {Reading::done, static_cast<std::size_t>(count)};
        if (count == 0) return {Reading::ended};
        if (errno == EINTR || errno == EAGAIN) return {Reading::not_yet};
        error_number_ = errno;
        return {Reading::broken};
    }

    std::string why() const override {
        if (error_number_ == 0) return "";
        return "cannot be read: " + std::generic_category().message(error_number_);
    }

private:
    // Hanging up and errors are for read(2) to tell.
    bool wait_readable() const {
        pollfd waiting{descriptor_, POLLIN, 0};
        return poll(&waiting, 1, pipe_poll_ms) > 0;
    }

    int descriptor_;
    bool is_regular_;
    int error_number_ = 0;
};

}  // namespace

std::string name_of(const std::filesystem::path& file) {
    return file == "-" ? "standard input" : file.string();
}

Error cannot_read(std::string_view name, int error_number) {
    return {
        fmt::format("{}: cannot be read: {}", name, std::generic_category().message(error_number))};
}

Result<std::unique_ptr<ByteSource>> open_bytes(const std::filesystem::path& file) {
    const bool is_stdin = file == "-";
    // To open a pipe that nobody writes to yet would wait; to read of it gives nothing yet.
    const int descriptor =
        is_stdin ? STDIN_FILENO : open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return std::unexpected{cannot_read(name_of(file), errno)};
    struct stat status{};
    const bool is_regular = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    auto bytes = std::make_unique<FileBytes>(descriptor, is_regular);
    if (S_ISDIR(status.st_mode)) return std::unexpected{cannot_read(name_of(file), EISDIR)};
    if (is_stdin && isatty(descriptor) == 1) {
        return std::unexpected{Error{
            "standard input: is a terminal, no capture comes from there (try: tcpdump -U -w - | "
            "shadowdiff capture -)"}};
    }
    // Only a hint: read ahead further than usual.
    if (is_regular) posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
    return bytes;
}

}  // namespace shadowdiff::capture
