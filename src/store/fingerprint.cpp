// SPDX-License-Identifier: Apache-2.0
#include "store/fingerprint.hpp"

#include "base/hash.hpp"

namespace shadowdiff::store {

std::string fingerprint(std::string_view route, std::string_view pattern, std::string_view kind) {
    std::string joined{route};
    joined += '\0';
    joined += pattern;
    joined += '\0';
    joined += kind;
    return to_hex(hash128(joined)).substr(0, 12);
}

}  // namespace shadowdiff::store
