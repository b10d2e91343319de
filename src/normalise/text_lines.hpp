// SPDX-License-Identifier: Apache-2.0
// Takes texts apart line by line.
#pragma once

#include <algorithm>
#include <string_view>

namespace shadowdiff::normalise {

/// The next line of `rest` without its end (LF or CRLF), which is taken off.
inline std::string_view take_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

}  // namespace shadowdiff::normalise
