// SPDX-License-Identifier: Apache-2.0
// Text laid out in columns of a terminal: widths in cells, not bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {

/// Cells of valid UTF-8: wide East Asian characters and emoji take two, combining marks none.
std::size_t display_width(std::string_view text);
/// At most `columns` cells; what is cut ends in "…".
std::string fit(std::string_view text, std::size_t columns);
/// Filled up with spaces; never cut.
std::string pad_right(std::string_view text, std::size_t columns);
std::string pad_left(std::string_view text, std::size_t columns);
/// Lines of at most `columns` cells, broken at spaces; a longer word is broken inside.
std::vector<std::string> wrap(std::string_view text, std::size_t columns);

}  // namespace shadowdiff::reports
