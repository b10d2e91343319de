// SPDX-License-Identifier: Apache-2.0
// The flags that declare routes.
#pragma once

#include "routes/template.hpp"

#include <CLI/App.hpp>

#include <string>
#include <vector>

namespace shadowdiff::cli {

struct RouteFlags {
    std::vector<std::string> routes;
    std::string openapi;
};

void add_route_flags(CLI::App& command, RouteFlags& flags);

/// Throw StartupError that names the flag.
std::vector<routes::Template> pins(const RouteFlags& flags);
std::vector<routes::Template> openapi(const RouteFlags& flags);

}  // namespace shadowdiff::cli
