// SPDX-License-Identifier: Apache-2.0
// Which exchanges of a run are asked for. What is empty asks for nothing.
#pragma once

#include <string>

namespace shadowdiff::store {

struct ExchangeFilter {
    std::string verdict = {};
    std::string reason = {};
    std::string route = {};
    std::string finding = {};  // fingerprint, or the beginning of it
    bool is_whole = false;     // those alone that are kept whole
};

}  // namespace shadowdiff::store
