// SPDX-License-Identifier: Apache-2.0
// Numbers that a rule lets differ a little: calculated exactly, whatever their size.
#pragma once

#include "rules/rule.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace shadowdiff::rules {

/// |legacy − candidate| ≤ max(absolute, relative × the greater of both). False for numbers whose
/// difference has more than `digits_max` digits.
bool is_within(const Tolerance& tolerance, std::string_view legacy, std::string_view candidate,
               std::size_t digits_max);

/// At so many places behind the point, halves away from zero; "0" has no sign.
json::Decimal rounded(std::string_view number, int places);

bool are_equal(const json::Decimal& one, const json::Decimal& other);

}  // namespace shadowdiff::rules
