// SPDX-License-Identifier: Apache-2.0
// Parameters of Content-Type and Content-Disposition (RFC 9110, section 5.6.6).
#pragma once

#include <string>
#include <string_view>

namespace shadowdiff::content {

/// The value of the parameter of that lower-case name, unquoted, or "".
std::string media_parameter(std::string_view field_value, std::string_view name);

}  // namespace shadowdiff::content
