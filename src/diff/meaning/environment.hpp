// SPDX-License-Identifier: Apache-2.0
// Answers that differ because of where and when the request was sent again: what legacy minted
// before, what it consumed, what the shadow shares. Comparing them would be guessing.
#pragma once

#include "base/reason.hpp"
#include "http/exchange.hpp"

#include <optional>

namespace shadowdiff::diff {

/// Why the answer, against legacy's, says nothing of the candidate; or nothing.
std::optional<Reason> environment_artefact(const http::Request& request,
                                           const http::Response& legacy,
                                           const http::Answer& answer);

}  // namespace shadowdiff::diff
