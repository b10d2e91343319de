// SPDX-License-Identifier: Apache-2.0
// Request -> route: the method and a path template, so that requests for different things of one
// kind are counted together.
#pragma once

#include <string>
#include <string_view>

namespace shadowdiff::routes {

/// "GET /users/{id}". Segments that look minted (numbers, UUIDs, long hexadecimal, dates) become
/// {id}; the query is left out; a target that is no path keeps its own form ("OPTIONS *").
std::string infer(std::string_view method, std::string_view target);

}  // namespace shadowdiff::routes
