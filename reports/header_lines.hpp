// SPDX-License-Identifier: Apache-2.0
// Stored header fields, which are lines "Name: value", as fields again.
#pragma once

#include "http/message.hpp"

#include <string_view>

namespace shadowdiff::reports {

http::Fields parse_header_lines(std::string_view text);

}  // namespace shadowdiff::reports
