// SPDX-License-Identifier: Apache-2.0
// For tables by text. With the standard library's own hash libstdc++ looks for a text in a table of
// up to twenty by comparing it with one after the other.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace shadowdiff {

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};

}  // namespace shadowdiff
