// SPDX-License-Identifier: Apache-2.0
// Which routes answered with client and server errors (RFC 9110, 15.5 and 15.6), and which leg how
// often.
#pragma once

#include "store/rows.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace shadowdiff::reports {

struct ErrorRoute {
    std::string route;
    std::string legacy;     // "404 × 12, 500 × 1", or "none"
    std::string candidate;  // likewise
};

/// Those in which the legs are not alike come first, then by route.
std::vector<ErrorRoute> error_routes(const std::vector<store::LegStatusRow>& statuses);

/// "GET /x: legacy 404 × 12; candidate 404 × 10, 500 × 2"; of very many routes the first.
std::vector<std::string> error_notes(const std::vector<store::LegStatusRow>& statuses);

/// "4xx: legacy 12, candidate 10; 5xx: legacy 0, candidate 2"; empty where nothing was counted.
std::string error_totals(const std::vector<store::LegStatusRow>& statuses);

}  // namespace shadowdiff::reports
