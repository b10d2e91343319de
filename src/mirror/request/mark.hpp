// SPDX-License-Identifier: Apache-2.0
// The field that tells our own requests from the users'.
#pragma once

#include <string_view>

namespace shadowdiff::mirror {

/// Our own requests carry this field with the run's mark, so that they are never mirrored again.
inline constexpr std::string_view mark_header = "Shadowdiff-Run";

}  // namespace shadowdiff::mirror
