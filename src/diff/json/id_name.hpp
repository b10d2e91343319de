// SPDX-License-Identifier: Apache-2.0
// Objects that are maps: their members are named by ids, and are elements rather than fields.
#pragma once

#include <string_view>

namespace shadowdiff::diff {

/// A UUID, a ULID, a long number or a long hexadecimal text. In a pattern [*] stands for it.
bool is_id_name(std::string_view name);

}  // namespace shadowdiff::diff
