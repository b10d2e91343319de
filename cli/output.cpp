// SPDX-License-Identifier: Apache-2.0
#include "cli/output.hpp"

#include "base/result.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

namespace shadowdiff::cli {
namespace {

// A device, a pipe or a link is written through, never replaced.
bool is_special(const std::string& file) {
    std::error_code ignored;
    const auto status = std::filesystem::symlink_status(file, ignored);
    return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status);
}

}  // namespace

Output::Output(std::string file) : file_{std::move(file)} {
    if (file_.empty()) {
        stream_ = stdout;
        return;
    }
    if (!is_special(file_)) unfinished_ = file_ + ".part";
    stream_ = std::fopen((unfinished_.empty() ? file_ : unfinished_).c_str(), "wbe");
    if (!stream_) fail();
}

Output::~Output() {
    if (!file_.empty() && stream_) std::fclose(stream_);
    if (!unfinished_.empty()) std::remove(unfinished_.c_str());
}

void Output::write(std::string_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), stream_) != bytes.size()) fail();
}

void Output::finish() {
    if (file_.empty()) {
        if (std::fflush(stream_) != 0) fail();
        return;
    }
    if (std::fclose(std::exchange(stream_, nullptr)) != 0) fail();
    if (unfinished_.empty()) return;
    if (std::rename(unfinished_.c_str(), file_.c_str()) != 0) fail();
    unfinished_.clear();
}

void Output::fail() {
    throw StartupError{
        fmt::format("cannot write {}: {}", file_.empty() ? "stdout" : file_, std::strerror(errno))};
}

void write_output(const std::string& file, std::string_view bytes) {
    Output output{file};
    output.write(bytes);
    output.finish();
}

}  // namespace shadowdiff::cli
