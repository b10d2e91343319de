// SPDX-License-Identifier: Apache-2.0
// The tape of a text that is another document's but for some scalar values, made from that
// document's tape: only what differs is read.
#pragma once

#include "json/document.hpp"

namespace shadowdiff::json {

/// False when the texts differ in more than a few scalar values, or the text is not JSON: `nodes`
/// is then of no use.
bool read_alike(ByteView text, const Document& alike, Tape& nodes);

}  // namespace shadowdiff::json
