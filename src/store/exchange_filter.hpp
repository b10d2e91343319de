// SPDX-License-Identifier: Apache-2.0
// Which exchanges of a run are asked for. What is empty asks for nothing.
#pragma once

#include <cstdint>
#include <string>

namespace shadowdiff::store {

struct ExchangeFilter {
    std::string verdict = {};
    std::string reason = {};
    std::string route = {};
    std::string finding = {};  // fingerprint, or the beginning of it
    std::string severity = {};
    std::uint32_t status = 0;  // of either leg's first answer; 0: any
    bool is_whole = false;     // those alone that are kept whole
};

}  // namespace shadowdiff::store
