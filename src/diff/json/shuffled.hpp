// SPDX-License-Identifier: Apache-2.0
// Two arrays with the same elements in another order.
#pragma once

#include "json/document.hpp"

#include <cstdint>

namespace shadowdiff::diff {

/// The elements are the same but for spelling, and do not stand at the same places.
bool are_shuffled(const json::Document& legacy, std::uint32_t in_legacy,
                  const json::Document& candidate, std::uint32_t in_candidate);

}  // namespace shadowdiff::diff
