// SPDX-License-Identifier: Apache-2.0
// The order of names in which numbers count as numbers: trace2 stands before trace10, as programs
// that rotate their capture files mean it.
#pragma once

#include <string_view>

namespace shadowdiff::capture {

/// A strict order: names that differ only in leading zeros have one too.
bool natural_less(std::string_view a, std::string_view b);

}  // namespace shadowdiff::capture
