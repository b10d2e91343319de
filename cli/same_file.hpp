// SPDX-License-Identifier: Apache-2.0
// A file that is read must not be the one that is written.
#pragma once

#include <filesystem>
#include <string_view>

namespace shadowdiff::cli {

/// Throws StartupError where both names are of one file. `flag` says what to write, and is named.
void refuse_to_replace(const std::filesystem::path& read, std::string_view flag,
                       const std::filesystem::path& written);

}  // namespace shadowdiff::cli
