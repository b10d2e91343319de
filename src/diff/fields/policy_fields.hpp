// SPDX-License-Identifier: Apache-2.0
// Header fields that hold a policy: directives by name, each with whom it lets in.
#pragma once

#include "diff/fields/security_fields.hpp"

#include <string_view>

namespace shadowdiff::diff {

/// Content-Security-Policy: several policies hold together, and none undoes another.
Protection compare_content_policies(std::string_view legacy, std::string_view candidate);

/// Permissions-Policy: a dictionary of features (RFC 9651).
Protection compare_permissions(std::string_view legacy, std::string_view candidate);

}  // namespace shadowdiff::diff
