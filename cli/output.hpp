// SPDX-License-Identifier: Apache-2.0
// The result of a command: to stdout, or to a file that is whole or not there.
#pragma once

#include <string>
#include <string_view>

namespace shadowdiff::cli {

/// Throws StartupError that names the file when it cannot be written. An empty name is stdout.
void write_output(const std::string& file, std::string_view bytes);

}  // namespace shadowdiff::cli
