// SPDX-License-Identifier: Apache-2.0
#include "cli/output.hpp"

#include "base/result.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace shadowdiff::cli {
namespace {

[[noreturn]] void fail(std::string_view where) {
    throw StartupError{fmt::format("cannot write {}: {}", where, std::strerror(errno))};
}

bool write_to(const std::string& file, std::string_view bytes) {
    std::ofstream out{file, std::ios::binary};
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    return static_cast<bool>(out);
}

// A device, a pipe or a link is written through, never replaced.
bool is_special(const std::string& file) {
    std::error_code ignored;
    const auto status = std::filesystem::symlink_status(file, ignored);
    return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status);
}

}  // namespace

void write_output(const std::string& file, std::string_view bytes) {
    if (file.empty()) {
        const bool written = std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size();
        if (!written || std::fflush(stdout) != 0) fail("stdout");
        return;
    }
    if (is_special(file)) {
        if (!write_to(file, bytes)) fail(file);
        return;
    }
    const auto unfinished = file + ".part";
    if (!write_to(unfinished, bytes) || std::rename(unfinished.c_str(), file.c_str()) != 0) {
        const auto reason = errno;
        std::filesystem::remove(unfinished);
        errno = reason;
        fail(file);
    }
}

}  // namespace shadowdiff::cli
