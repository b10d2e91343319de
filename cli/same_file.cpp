// SPDX-License-Identifier: Apache-2.0
#include "cli/same_file.hpp"

#include "base/result.hpp"

#include <fmt/format.h>

#include <system_error>

namespace shadowdiff::cli {

void refuse_to_replace(const std::filesystem::path& read, std::string_view flag,
                       const std::filesystem::path& written) {
    std::error_code ignored;  // a file that is not there is no other
    if (!std::filesystem::equivalent(read, written, ignored)) return;
    throw StartupError{
        fmt::format("{} {}: {} is read here, and would be replaced (try another name)", flag,
                    written.string(), read.string())};
}

}  // namespace shadowdiff::cli
