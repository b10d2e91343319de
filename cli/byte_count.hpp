// SPDX-License-Identifier: Apache-2.0
// "500M" as a number of bytes.
#pragma once

#include <cstdint>
#include <string_view>

namespace shadowdiff::cli {

/// A whole number with K, M or G behind it. Throws StartupError that names the flag.
std::uint64_t to_byte_count(std::string_view flag, std::string_view text);

}  // namespace shadowdiff::cli
