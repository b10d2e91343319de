// SPDX-License-Identifier: Apache-2.0
// Words of a POSIX shell command made of any bytes: nothing in them can end the word, run, or move
// a terminal's cursor.
#pragma once

#include "base/bytes.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {

/// Literal bytes, or the name of a variable to be expanded.
struct ShellPiece {
    std::string text;
    bool is_variable = false;
};

/// Whether the bytes can stand in a terminal and a shell word as they are.
bool is_plain(ByteView text);

/// One word. No literal may hold NUL, nor end in a line end when it is not plain: no shell word can
/// carry the one, and command substitution strips the other.
std::string shell_word(const std::vector<ShellPiece>& pieces);
std::string shell_word(std::string_view text);

/// The same, without quotes where a shell takes it as it is: for commands that a person reads.
std::string shell_argument(std::string_view text);

/// A command that prints the pieces, whatever they hold.
std::string printf_command(const std::vector<ShellPiece>& pieces);

}  // namespace shadowdiff::reports
