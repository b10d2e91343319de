// SPDX-License-Identifier: Apache-2.0
// Parameters of header fields (RFC 9110, section 5.6.6) in one spelling.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::diff {

/// Takes what stands before the next semicolon outside quotes off `rest`.
std::string_view take_parameter(std::string_view& rest);

/// `name=value`: the name in lower case, the value in quotes only where it needs them; a charset,
/// and the words of a link's relation, in lower case.
std::string canonical_parameter(std::string_view parameter);

/// "; a=1; b=2" of all of them in one order.
std::string joined_parameters(std::vector<std::string> parameters);

}  // namespace shadowdiff::diff
