// SPDX-License-Identifier: Apache-2.0
// One member of a list in a field's value at a time, where nobody needs all of them.
#pragma once

#include <string_view>

namespace shadowdiff::http {

/// Takes the first of what list_members() gives of one value; empty when there is none left.
std::string_view take_member(std::string_view& list);

}  // namespace shadowdiff::http
