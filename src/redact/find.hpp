// SPDX-License-Identifier: Apache-2.0
// All credentials of a text, in one pass.
#pragma once

#include "redact/assignment.hpp"
#include "redact/known.hpp"
#include "redact/match.hpp"

#include <string_view>
#include <vector>

namespace shadowdiff::redact {

/// In text order, none overlapping.
std::vector<Match> find_credentials(std::string_view text, const Known& known,
                                    Separators separators = Separators::all);

}  // namespace shadowdiff::redact
