// SPDX-License-Identifier: Apache-2.0
// The redactor that most tests ask, and what it makes of a body or a secret.
#pragma once

#include "redact/redactor.hpp"

#include <string>
#include <string_view>

namespace shadowdiff::test {

inline const redact::Redactor& redactor() {
    static const redact::Redactor one{{.digest_key = "a key for tests"}};
    return one;
}

inline std::string redacted_body(std::string_view text, std::string_view type) {
    const auto redacted = redactor().body(text, type);
    return redacted ? redacted->text() : "(not kept)";
}

inline std::string json_body(std::string_view text) {
    return redacted_body(text, "application/json");
}

/// What stands for a secret.
inline std::string digest(std::string_view secret) {
    return redactor().value("$.password", secret).text();
}

}  // namespace shadowdiff::test
