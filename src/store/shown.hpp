// SPDX-License-Identifier: Apache-2.0
// What an exchange shows: its differences by fingerprint and standing, and its outline.
#pragma once

#include "store/rows.hpp"

#include <vector>

namespace shadowdiff::store {

/// In the order of pattern, kind, standing.
std::vector<ShownRow> shown_in(const std::vector<DifferenceRow>& differences);

/// Status and time of the first answers, which the light row has too.
void set_outline(ExchangeRow& exchange);

}  // namespace shadowdiff::store
