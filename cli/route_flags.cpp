// SPDX-License-Identifier: Apache-2.0
#include "cli/route_flags.hpp"

#include "cli/text_file.hpp"
#include "routes/openapi.hpp"

#include <fmt/format.h>

#include <utility>

namespace shadowdiff::cli {
namespace {

constexpr auto routes_group = "Which requests are counted together";

}  // namespace

void add_route_flags(CLI::App& command, RouteFlags& flags) {
    command.add_option("--route", flags.routes, "a route by name: \"GET /users/{id}\"")
        ->allow_extra_args(false)
        ->group(routes_group);
    command.add_option("--openapi", flags.openapi, "an OpenAPI 3 file, JSON or YAML")
        ->group(routes_group);
}

std::vector<routes::Template> pins(const RouteFlags& flags) {
    std::vector<routes::Template> all;
    for (const auto& text : flags.routes) {
        auto declared = routes::parse_template(text);
        if (!declared) {
            throw StartupError{fmt::format("--route: {}", declared.error().message)};
        }
        all.push_back(*std::move(declared));
    }
    return all;
}

std::vector<routes::Template> openapi(const RouteFlags& flags) {
    if (flags.openapi.empty()) return {};
    auto declared = routes::read_openapi(read_file(flags.openapi, openapi_bytes_max));
    if (!declared) {
        throw StartupError{
            fmt::format("--openapi: {}: {}", flags.openapi, declared.error().message)};
    }
    return *std::move(declared);
}

}  // namespace shadowdiff::cli
