// SPDX-License-Identifier: Apache-2.0
// Patterns with stars, as users write them for routes, hosts and values. Pure.
#pragma once

#include <string_view>

namespace shadowdiff::mirror {

/// "*" stands for any text, also none; all else for itself. Costs at most the product of both
/// lengths.
bool matches(std::string_view pattern, std::string_view text);

/// A route pattern: "POST /orders/*", or without a method, "/orders/*", of any.
bool matches_route(std::string_view pattern, std::string_view route);

}  // namespace shadowdiff::mirror
