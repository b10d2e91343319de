// SPDX-License-Identifier: Apache-2.0
// Takes texts apart at separators.
#pragma once

#include "base/ascii.hpp"

#include <string_view>

namespace shadowdiff::diff {

/// What stands before the next of these separators, trimmed; takes both off `rest`.
inline std::string_view take_until(std::string_view& rest, std::string_view separators) {
    const auto end = rest.find_first_of(separators);
    const auto part = rest.substr(0, end);
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
    return ascii::trimmed(part);
}

}  // namespace shadowdiff::diff
