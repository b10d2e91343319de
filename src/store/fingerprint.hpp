// SPDX-License-Identifier: Apache-2.0
// The short name of a finding: equal in every run that shows it.
#pragma once

#include <string>
#include <string_view>

namespace shadowdiff::store {

/// 12 hexadecimal digits of the XXH3-128 of the three, joined by NUL.
std::string fingerprint(std::string_view route, std::string_view pattern, std::string_view kind);

}  // namespace shadowdiff::store
