// SPDX-License-Identifier: Apache-2.0
// What was asked for by a name that nothing in the run has: in one line, with the names that come
// nearest.
#pragma once

#include "store/exchange_filter.hpp"
#include "store/rows.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {

/// By name, each once.
std::vector<std::string> routes_of(const store::RunRows& rows);

/// "no route of this run is GET /order (nearest: GET /orders, GET /orders/{id})"; "" where there is
/// one.
std::string unknown_route(std::string_view route, const std::vector<std::string>& known);

/// What of the filter names nothing: "--verdict: no verdict is …"; "" where all of it does. A
/// verdict or reason that exists is none of these, also where the run has no such request.
std::string unknown_in(const store::ExchangeFilter& filter, const store::RunRows& rows);

}  // namespace shadowdiff::reports
