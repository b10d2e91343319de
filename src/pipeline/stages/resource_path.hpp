// SPDX-License-Identifier: Apache-2.0
// Which paths name a part of what another one names.
#pragma once

#include <string_view>

namespace shadowdiff::pipeline {

/// "/orders" and "/orders/7" are parts of "/orders" and of "/orders/"; all are of "/".
inline bool is_part_of(std::string_view path, std::string_view whole) {
    while (whole.ends_with('/')) whole.remove_suffix(1);
    return path.starts_with(whole) && (path.size() == whole.size() || path[whole.size()] == '/');
}

}  // namespace shadowdiff::pipeline
