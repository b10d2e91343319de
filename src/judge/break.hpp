// SPDX-License-Identifier: Apache-2.0
// How a value that may differ still gives a bug away.
#pragma once

#include <cstdint>
#include <string_view>

namespace shadowdiff::judge {

/// How a volatile value of the candidate breaks what legacy's values have in common.
enum class Break : std::uint8_t {
    none,
    form,      // another JSON type or format: a UUID of another version, seconds for milliseconds
    length,    // legacy's texts all have one length, or their decimals one scale; this has another
    zero,      // zero, where legacy's values are all far from it
    distance,  // a time that is further from legacy's than legacy's are from each other
    constant,  // the same value each time, where legacy never gave one twice
    renaming,  // an id that stands for two of legacy's, or of which legacy has two
};

/// "is of another form", to follow "the candidate's value".
std::string_view words(Break broken);

}  // namespace shadowdiff::judge
