// SPDX-License-Identifier: Apache-2.0
#include "cli/text_file.hpp"

#include "base/result.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace shadowdiff::cli {

Bytes read_file(const std::string& name, std::size_t bytes_max) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> opened{
        name == "-" ? nullptr : std::fopen(name.c_str(), "rb"), std::fclose};
    auto* file = name == "-" ? stdin : opened.get();
    if (file == nullptr) throw StartupError{fmt::format("{}: {}", name, std::strerror(errno))};
    Bytes bytes;
    char block[64 << 10];
    while (const auto read = std::fread(block, 1, sizeof block, file)) {
        bytes.append(block, read);
        if (bytes.size() > bytes_max) {
            throw StartupError{fmt::format("{}: longer than {} bytes", name, bytes_max)};
        }
    }
    if (std::ferror(file) != 0)
        throw StartupError{fmt::format("{}: {}", name, std::strerror(errno))};
    return bytes;
}

}  // namespace shadowdiff::cli
