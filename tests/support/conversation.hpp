// SPDX-License-Identifier: Apache-2.0
// Conversations as text, so that a test shows what is tested:
//
//   >>> GET /first HTTP/1.1
//   >>>
//   <<< HTTP/1.1 200 OK
//   <<< Content-Length: 3
//   <<<
//   <<< one\
//
// ">>>" is the client, "<<<" the server; one space behind it is not sent. Every line ends in CRLF
// on the wire, unless it ends in a backslash. \\r \\n \\t \\0 \\xNN and \\\\ are escapes;
// \\[5 ab] is ab five times, and \\# in it the number of the repetition in three digits. Other
// lines are comments, or marks that other test support reads.
#pragma once

#include "base/bytes.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::test {

/// What one side sends before the other speaks.
struct Turn {
    bool from_client = true;
    Bytes bytes;
    bool operator==(const Turn&) const = default;
};

std::vector<Turn> parse_conversation(std::string_view text);

/// All the client's, or all the server's bytes.
Bytes bytes_of(const std::vector<Turn>& turns, bool from_client);

}  // namespace shadowdiff::test
