// SPDX-License-Identifier: Apache-2.0
// What the legs answered, and did not, as plain structs.
#pragma once

#include <cstdint>
#include <string>

namespace shadowdiff::store {

/// How often a leg that we asked gave no answer, in one way, to requests of one route.
struct LegFailureRow {
    std::string leg;
    std::string route;
    std::string failure;  // name(http::FailureClass)
    std::uint64_t n = 0;
    bool operator==(const LegFailureRow&) const = default;
};

/// How often a leg answered judged exchanges of one route with a status first; 0: with further
/// ones.
struct LegStatusRow {
    std::string route;
    std::string leg;
    std::uint16_t status = 0;
    std::uint64_t n = 0;
    bool operator==(const LegStatusRow&) const = default;
};

}  // namespace shadowdiff::store
