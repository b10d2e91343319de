// SPDX-License-Identifier: Apache-2.0
// Text -> JSON string.
#pragma once

#include <string>
#include <string_view>

namespace shadowdiff::json {

/// With its quotes; only what must be escaped is.
std::string quoted(std::string_view text);

}  // namespace shadowdiff::json
