// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.hpp"

#include "cli/say.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace shadowdiff::cli {
namespace {

constexpr std::size_t columns_min = 60;
constexpr std::size_t table_columns_max = 140;

}  // namespace

reports::TextStyle text_style() {
    reports::TextStyle style;
    if (!isatty(STDOUT_FILENO)) return style;
    const char* no_color = std::getenv("NO_COLOR");
    style.colours = !no_color || *no_color == '\0';
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        style.columns = std::clamp<std::size_t>(size.ws_col, columns_min, table_columns_max);
    }
    return style;
}

LiveLine::LiveLine() : is_terminal_{isatty(STDERR_FILENO) == 1} {}

LiveLine::~LiveLine() {
    if (is_terminal_) say("{}", clear_line);
}

void LiveLine::show(const pipeline::Progress& p) {
    if (!is_terminal_) return;
    say("{}seen {} · compared {} · mismatches {} · waiting {} · dropped {}", clear_line, p.seen,
        p.compared, p.mismatches, p.waiting, p.dropped);
    std::fflush(stderr);
}

}  // namespace shadowdiff::cli
