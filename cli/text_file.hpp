// SPDX-License-Identifier: Apache-2.0
// A file that a person wrote or that a command was given, read in whole.
#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <string>

namespace shadowdiff::cli {

inline constexpr std::size_t configuration_bytes_max = 4 << 20;  // nobody writes more by hand

/// "-" is stdin. Throws StartupError that names the file when it cannot be read or is longer.
Bytes read_file(const std::string& name, std::size_t bytes_max);

}  // namespace shadowdiff::cli
