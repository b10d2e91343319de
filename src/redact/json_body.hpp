// SPDX-License-Identifier: Apache-2.0
// A JSON text without its credentials: still JSON.
#pragma once

#include "json/document.hpp"
#include "redact/known.hpp"
#include "redact/match.hpp"

#include <string>
#include <string_view>

namespace shadowdiff::redact {

struct JsonScope {
    bool is_secret = false;     // the whole document stood under a secret name
    bool hides_octets = false;  // texts that stand for octets ("base64:…") are replaced, too
};

/// Strings and numbers below a member of a secret name are replaced by strings, and names there
/// that look minted; all other strings, names and numbers are searched for credentials by their
/// form.
std::string redact_json(const json::Document& document, const Known& known,
                        const Digester& digester, JsonScope scope = {});

}  // namespace shadowdiff::redact
