// SPDX-License-Identifier: Apache-2.0
// The flags that declare routes.
#pragma once

#include "routes/template.hpp"

#include <CLI/App.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace shadowdiff::cli {

inline constexpr std::size_t openapi_bytes_max = 32 << 20;  // of generated ones, schemas and all

struct RouteFlags {
    std::vector<std::string> routes;
    std::string openapi;
};

void add_route_flags(CLI::App& command, RouteFlags& flags);

/// Throw StartupError that names the flag.
std::vector<routes::Template> pins(const RouteFlags& flags);
std::vector<routes::Template> openapi(const RouteFlags& flags);

}  // namespace shadowdiff::cli
