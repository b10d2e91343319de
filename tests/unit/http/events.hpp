// SPDX-License-Identifier: Apache-2.0
// What a parser said, as text that a test can show: one line for each event, body pieces joined.
#pragma once

#include "http/parser.hpp"

#include <string>
#include <vector>

namespace shadowdiff::test {

/// "request GET /a 1.1 none", "response 200 OK 1.1 chunked", "| Name: value" for each field,
/// "body abc", "end", "| trailer: x", "malformed <rule>". The parser is finished when `closed`.
std::string events_of(http::Parser& parser, const std::vector<ByteView>& pieces, bool closed);

}  // namespace shadowdiff::test
