// SPDX-License-Identifier: Apache-2.0
// Header fields whose values are made of parameters, so that one value has many spellings.
#pragma once

#include <string_view>

namespace shadowdiff::diff {

/// Link, Cache-Control, Content-Disposition, Accept and its like (a lower-case name): the two
/// values differ at most in quotes, white space, and the order of parameters and of links.
bool is_other_spelling(std::string_view name, std::string_view legacy, std::string_view candidate);

}  // namespace shadowdiff::diff
