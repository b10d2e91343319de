// SPDX-License-Identifier: Apache-2.0
#include "cli/new_file.hpp"

#include "base/result.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace shadowdiff::cli {

void write_new_file(const std::string& file, std::string_view text) {
    const auto fail = [&] {
        throw StartupError{fmt::format("cannot write {}: {}", file, std::strerror(errno))};
    };
    auto* stream = std::fopen(file.c_str(), "wbxe");
    if (stream == nullptr) fail();
    const bool is_written = std::fwrite(text.data(), 1, text.size(), stream) == text.size();
    const bool is_closed = std::fclose(stream) == 0;
    if (is_written && is_closed) return;
    std::remove(file.c_str());
    fail();
}

}  // namespace shadowdiff::cli
