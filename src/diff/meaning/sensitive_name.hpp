// SPDX-License-Identifier: Apache-2.0
// Names of what an answer must not begin to tell.
#pragma once

#include <string_view>

namespace shadowdiff::diff {

/// A credential, or what identifies a person.
bool is_sensitive_name(std::string_view name);

}  // namespace shadowdiff::diff
