// SPDX-License-Identifier: Apache-2.0
// What a recorded request has lost to redaction.
#pragma once

#include "http/message.hpp"

#include <string>
#include <vector>

namespace shadowdiff::redact {

/// Where a value was replaced, or a body not kept: lower-case header names, "target", "body".
std::vector<std::string> lost_places(const http::Request& request);

}  // namespace shadowdiff::redact
