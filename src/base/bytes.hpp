// SPDX-License-Identifier: Apache-2.0
// Octets as every stage passes them. They are std::string so that parsers can compare them with
// text; nothing says that they are text.
#pragma once

#include <string>
#include <string_view>

namespace shadowdiff {

using Bytes = std::string;
using ByteView = std::string_view;  // borrowed: valid only as long as the lender says

}  // namespace shadowdiff
