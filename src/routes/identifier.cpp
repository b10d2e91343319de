// SPDX-License-Identifier: Apache-2.0
#include "routes/identifier.hpp"

#include "base/ascii.hpp"
#include "base/text_pattern.hpp"

#include <algorithm>

namespace shadowdiff::routes {
bool is_all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, ascii::is_digit);
}

bool is_hexadecimal(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, ascii::is_hex_digit);
}

bool is_uuid(std::string_view text) {
    return has_pattern(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
}

bool is_ulid(std::string_view text) {
    // The first digit holds the top three bits of 128, so it is at most 7.
    if (text.size() != 26 || text[0] < '0' || text[0] > '7') return false;
    const auto is_crockford = [](char c) {
        return ascii::is_alphanumeric(c) &&
               std::string_view{"ILOU"}.find(c) == std::string_view::npos;
    };
    const bool has_lower = std::ranges::any_of(text, ascii::is_lower);
    const bool has_upper = std::ranges::any_of(text, ascii::is_upper);
    return has_lower != has_upper && std::ranges::all_of(text, [&](char c) {
               return is_crockford(ascii::is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c);
           });
}

bool is_calendar_date(std::string_view text) {
    if (!has_pattern(text, "dddd-dd-dd")) return false;
    const auto month = text.substr(5, 2);
    const auto day = text.substr(8, 2);
    return month >= "01" && month <= "12" && day >= "01" && day <= "31";
}

}  // namespace shadowdiff::routes
