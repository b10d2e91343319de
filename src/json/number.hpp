// SPDX-License-Identifier: Apache-2.0
// JSON numbers as exact decimals, at any size.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace shadowdiff::json {

/// Written without a fraction and an exponent.
inline bool is_integer(std::string_view number) {
    for (const char c : number) {
        if (c == '.' || c > '9') return false;
    }
    return true;
}

/// True when both number texts (RFC 8259, section 6) denote the same decimal: 1e2 and 100, -0 and
/// 0.
bool equal_numbers(std::string_view one, std::string_view other);

/// One text for all spellings of a decimal: significant digits and exponent ("-12e-1"), or "0".
std::string canonical_number(std::string_view number);

/// The same for all spellings of a decimal.
std::uint64_t hash_number(std::string_view number);

}  // namespace shadowdiff::json
