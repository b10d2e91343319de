// SPDX-License-Identifier: Apache-2.0
// A body as lines to read: JSON indented with every digit kept, changed places marked, long
// unchanged stretches left out.
#pragma once

#include "store/rows.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {

struct TextLine {
    enum class Mark : std::uint8_t { none, changed, left_out };
    std::string text;  // printable
    Mark mark = Mark::none;
    bool operator==(const TextLine&) const = default;
};

/// Which of an exchange's two answers a body belongs to.
enum class Side : std::uint8_t { legacy, candidate };

std::vector<TextLine> body_lines(std::string_view body, Side side,
                                 const std::vector<store::DifferenceRow>& differences);

/// Only the surroundings of marked lines, if there are more lines than are shown whole.
std::vector<TextLine> shorten(std::vector<TextLine> lines);

}  // namespace shadowdiff::reports
