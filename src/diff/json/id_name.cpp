// SPDX-License-Identifier: Apache-2.0
#include "diff/json/id_name.hpp"

#include "routes/identifier.hpp"

namespace shadowdiff::diff {

bool is_id_name(std::string_view name) {
    constexpr std::size_t digits_min = 6;  // years and field numbers are shorter
    constexpr std::size_t hexadecimal_min = 16;
    if (name.size() < digits_min) return false;
    if (routes::is_all_digits(name)) return true;
    if (routes::is_uuid(name) || routes::is_ulid(name)) return true;
    return name.size() >= hexadecimal_min && routes::is_hexadecimal(name);
}

}  // namespace shadowdiff::diff
