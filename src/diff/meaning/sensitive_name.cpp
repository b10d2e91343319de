// SPDX-License-Identifier: Apache-2.0
#include "diff/meaning/sensitive_name.hpp"

#include "base/ascii.hpp"
#include "redact/names.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace shadowdiff::diff {

bool is_sensitive_name(std::string_view name) {
    static constexpr std::array personal = {
        std::string_view{"email"},       std::string_view{"phone"},
        std::string_view{"phonenumber"}, std::string_view{"mobile"},
        std::string_view{"birthdate"},   std::string_view{"dateofbirth"},
        std::string_view{"dob"},         std::string_view{"ssn"},
        std::string_view{"taxid"},       std::string_view{"iban"},
        std::string_view{"passport"},    std::string_view{"passportnumber"},
        std::string_view{"salary"},      std::string_view{"nationalid"},
        std::string_view{"ipaddress"},   std::string_view{"creditcard"}};
    static const redact::Names secrets{{}, {}};
    std::string word;
    for (const char c : name) {
        if (ascii::is_alphanumeric(c)) word += ascii::to_lower(c);
    }
    return secrets.is_secret_field(name) ||
           std::ranges::any_of(personal, [&](std::string_view one) { return word.ends_with(one); });
}

}  // namespace shadowdiff::diff
