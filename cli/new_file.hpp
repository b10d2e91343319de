// SPDX-License-Identifier: Apache-2.0
// A file that must not be there yet.
#pragma once

#include <string>
#include <string_view>

namespace shadowdiff::cli {

/// Private (0600). Throws StartupError that names the file, also when somebody made it meanwhile.
void write_new_file(const std::string& file, std::string_view text);

}  // namespace shadowdiff::cli
