// SPDX-License-Identifier: Apache-2.0
// What a JSON number looks like (RFC 8259, section 6).
#pragma once

#include "base/ascii.hpp"

namespace shadowdiff::json {

inline const char* skip_digits(const char* at, const char* end) {
    while (at != end && ascii::is_digit(*at)) ++at;
    return at;
}

/// Behind the number that begins there, as far as it goes; null where none does.
inline const char* number_end(const char* at, const char* end) {
    if (at != end && *at == '-') ++at;
    const auto* whole_end = skip_digits(at, end);
    if (whole_end == at || (*at == '0' && whole_end != at + 1)) return nullptr;
    at = whole_end;
    if (at != end && *at == '.') {
        const auto* fraction_end = skip_digits(at + 1, end);
        if (fraction_end == at + 1) return nullptr;
        at = fraction_end;
    }
    if (at != end && (*at == 'e' || *at == 'E')) {
        ++at;
        if (at != end && (*at == '+' || *at == '-')) ++at;
        const auto* exponent_end = skip_digits(at, end);
        return exponent_end != at ? exponent_end : nullptr;
    }
    return at;
}

/// Whether all of it is one number.
inline bool is_number(const char* at, const char* end) { return number_end(at, end) == end; }

}  // namespace shadowdiff::json
