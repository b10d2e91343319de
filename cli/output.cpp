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

}  // namespace

void write_output(const std::string& file, std::string_view bytes) {
    if (file.empty()) {
        const bool written = std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size();
        if (!written || std::fflush(stdout) != 0) fail("stdout");
        return;
    }
    const auto unfinished = file + ".part";
    std::ofstream out{unfinished, std::ios::binary};
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out || std::rename(unfinished.c_str(), file.c_str()) != 0) {
        const auto reason = errno;
        std::filesystem::remove(unfinished);
        errno = reason;
        fail(file);
    }
}

}  // namespace shadowdiff::cli
