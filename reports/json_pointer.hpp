// SPDX-License-Identifier: Apache-2.0
// The place of a difference as other programs name it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace shadowdiff::reports {

/// RFC 6901: "$.items[3]['a/b']" -> "/items/3/a~1b". Nothing where the place is not inside a JSON
/// body, or its path was cut.
std::optional<std::string> json_pointer(std::string_view path);

}  // namespace shadowdiff::reports
