// SPDX-License-Identifier: Apache-2.0
// Tables as text (RFC 4180) whose first row names the columns.
#pragma once

#include "redact/known.hpp"
#include "redact/match.hpp"

#include <string>
#include <string_view>

namespace shadowdiff::redact {

/// The cells of columns of a secret name are replaced; other cells are not looked into.
std::string redact_csv(std::string_view table, const Known& known, const Digester& digester);

}  // namespace shadowdiff::redact
