// SPDX-License-Identifier: Apache-2.0
// Parts of a path or pattern, as JsonPath writes it.
#pragma once

#include <string_view>

namespace shadowdiff::diff {

/// "price" of "$.items[*].price" and of "$.items[*]['price']"; "items" of "$.items[*]".
std::string_view last_name(std::string_view path);

/// All but the last step: "$.items[3]" of "$.items[3].price".
std::string_view parent(std::string_view path);

/// Two JSON texts of strings that differ in nothing but blanks at their ends.
bool differ_in_trailing_space(std::string_view legacy, std::string_view candidate);

}  // namespace shadowdiff::diff
