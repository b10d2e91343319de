// SPDX-License-Identifier: Apache-2.0
// A JSON text without its credentials: still JSON.
#pragma once

#include "json/document.hpp"
#include "redact/match.hpp"
#include "redact/names.hpp"

#include <string>
#include <string_view>

namespace shadowdiff::redact {

/// Strings and numbers below a member of a secret name are replaced by strings; all other strings,
/// names and numbers are searched for credentials by their form. `all_secret` says that the whole
/// document stood under such a name.
std::string redact_json(const json::Document& document, const Names& names,
                        const Digester& digester, bool all_secret = false);

}  // namespace shadowdiff::redact
