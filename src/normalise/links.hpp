// SPDX-License-Identifier: Apache-2.0
// The Link field (RFC 8288, section 3).
#pragma once

#include <string_view>
#include <vector>

namespace shadowdiff::normalise {

/// Its links, as written: parted by the commas that stand in no quotes and in no <target>.
std::vector<std::string_view> link_values(std::string_view field_value);

}  // namespace shadowdiff::normalise
