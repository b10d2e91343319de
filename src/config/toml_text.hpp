// SPDX-License-Identifier: Apache-2.0
// Text -> TOML, for what is written into a file that people edit.
#pragma once

#include <string>
#include <string_view>

namespace shadowdiff::config {

/// A basic string of TOML 1.0: what it may not hold as it is, is escaped. The text must be UTF-8.
std::string quoted(std::string_view text);

}  // namespace shadowdiff::config
