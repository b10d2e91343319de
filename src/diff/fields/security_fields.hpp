// SPDX-License-Identifier: Apache-2.0
// Header fields that tell browsers and caches what to forbid: a change that forbids less is graver
// than another.
#pragma once

#include <cstdint>
#include <string_view>

namespace shadowdiff::diff {

enum class Protection : std::uint8_t {
    same,    // in another order, or with another nonce
    weaker,  // something that legacy forbade is allowed
    other,
};

/// Content-Security-Policy, Strict-Transport-Security, X-Frame-Options, CORS, … (lower case).
bool is_security_field(std::string_view name);

/// Two values of one such field.
Protection compare_protection(std::string_view name, std::string_view legacy,
                              std::string_view candidate);

}  // namespace shadowdiff::diff
