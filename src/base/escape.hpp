// SPDX-License-Identifier: Apache-2.0
// Bytes from the wire, made harmless for a terminal or a log line.
#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <string>

namespace shadowdiff {

/// Control characters, invalid UTF-8 and bidirectional controls become \\xNN or \\u{NNNN}; text
/// over `bytes_max` is cut and ends in "…". The result is one line.
std::string printable(ByteView bytes, std::size_t bytes_max = 4096);

}  // namespace shadowdiff
