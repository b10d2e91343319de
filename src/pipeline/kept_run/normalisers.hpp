// SPDX-License-Identifier: Apache-2.0
// What was made of a kept exchange's first answers before they were compared.
#pragma once

#include "store/rows.hpp"

#include <string>
#include <vector>

namespace shadowdiff::pipeline {

/// One sentence each: how the bodies were read, and which header fields were compared otherwise
/// than by their value. What came from traffic is as it came.
std::vector<std::string> normalisers_of(const store::ExchangeRow& row);

}  // namespace shadowdiff::pipeline
