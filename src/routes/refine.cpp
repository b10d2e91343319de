// SPDX-License-Identifier: Apache-2.0
// Requests that share a path and are told apart by what they call: GraphQL, JSON-RPC and gRPC.
#include "base/escape.hpp"
#include "base/limits.hpp"
#include "routes/operation.hpp"
#include "routes/route.hpp"
#include "routes/router.hpp"

#include <string>

namespace shadowdiff::routes {

bool Router::shows_secret(std::span<const std::string_view> segments) const {
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (is_secret_part(segments, i)) return true;
    }
    return false;
}

std::string Router::refine(std::string route, const http::Request& request) const {
    const auto operation = operation_of(request);
    if (!operation || route.contains('#')) return route;
    if (!operation->empty()) {
        const bool is_secret = is_secret_ && is_secret_("", *operation);
        return route + "#" + std::string{is_secret ? minted : *operation};
    }
    // A method's own words stay as they are, whatever they look like.
    const auto path = http::path_of(request.target);
    if (shows_secret(split_path(path))) return route;
    return path.starts_with('/') ? printable(request.method, RouteLimits{}.method_bytes_max) + " " +
                                       printable(path, RouteLimits{}.path_bytes_max)
                                 : route;
}

}  // namespace shadowdiff::routes
