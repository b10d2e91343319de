// SPDX-License-Identifier: Apache-2.0
// The routes that an OpenAPI 3 description declares.
#pragma once

#include "base/result.hpp"
#include "routes/template.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::routes {

struct OpenApiLimits {
    std::size_t templates_max = 10'000;  // as many routes as a run tells apart
    std::size_t servers_max = 16;        // each of which may put another path before all others
};

/// JSON or YAML. Each path under the paths of the servers' URLs, with each of its methods.
Result<std::vector<Template>> read_openapi(std::string_view text, const OpenApiLimits& limits = {});

/// The line, from 1, at which the description declares each of its routes: "GET /users/{id}".
Result<std::map<std::string, int>> openapi_lines(std::string_view text,
                                                 const OpenApiLimits& limits = {});

}  // namespace shadowdiff::routes
