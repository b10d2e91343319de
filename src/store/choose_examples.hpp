// SPDX-License-Identifier: Apache-2.0
// Examples chosen anew from rows that were stored before: when files are joined or brought forward.
#pragma once

#include "judge/examples.hpp"
#include "store/rows.hpp"

#include <cstddef>

namespace shadowdiff::store {

/// Offers a whole exchange for all that it shows, or as a match of its route.
void choose_examples(ExchangeRow& exchange, judge::Examples& examples);

}  // namespace shadowdiff::store
