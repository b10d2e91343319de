// SPDX-License-Identifier: Apache-2.0
// What the terminal can show: colours, width, and the live line on stderr.
#pragma once

#include "pipeline/shadow.hpp"
#include "reports/render.hpp"

namespace shadowdiff::cli {

/// For stdout: colours on a terminal without NO_COLOR, as many columns as it has.
reports::TextStyle text_style();

/// Back to the first column, and nothing behind it.
inline constexpr auto clear_line = "\r\033[K";

/// One line on stderr that is written over; nothing where stderr is no terminal.
class LiveLine {
public:
    LiveLine();
    ~LiveLine();  // clears the line
    LiveLine(const LiveLine&) = delete;
    LiveLine& operator=(const LiveLine&) = delete;
    void show(const pipeline::Progress& progress);

private:
    bool is_terminal_;
};

}  // namespace shadowdiff::cli
