// SPDX-License-Identifier: Apache-2.0
// What a stored request has that others may not: its query's pairs, its header fields, its size.
#pragma once

#include "judge/contrast.hpp"
#include "store/rows.hpp"

#include <string>

namespace shadowdiff::reports {

judge::Features features_of(const store::ExchangeRow& exchange);

/// "19 of 20 that show it have query locale=tr; 1 of 20 that match have it".
std::string contrast_sentence(const judge::Contrast& contrast);

}  // namespace shadowdiff::reports
