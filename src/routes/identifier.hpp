// SPDX-License-Identifier: Apache-2.0
// Identifiers known by their form alone.
#pragma once

#include <string_view>

namespace shadowdiff::routes {

bool is_all_digits(std::string_view text);     // at least one
bool is_hexadecimal(std::string_view text);    // at least one digit or letter a to f, either case
bool is_uuid(std::string_view text);           // 8-4-4-4-12, of any version (RFC 9562, section 4)
bool is_ulid(std::string_view text);           // 26 of Crockford's base 32, in one case
bool is_calendar_date(std::string_view text);  // YYYY-MM-DD, month and day in range

}  // namespace shadowdiff::routes
