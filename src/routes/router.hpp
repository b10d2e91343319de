// SPDX-License-Identifier: Apache-2.0
// Request -> route, by what was declared, by what segments look like, and by what was learnt of the
// traffic. Pure: the same requests and answers in the same order give the same routes.
#pragma once

#include "base/text_hash.hpp"
#include "http/message.hpp"
#include "routes/learnt_paths.hpp"
#include "routes/template.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shadowdiff::routes {

struct RouterLimits {
    std::size_t hosts_max = 64;       // told apart; further ones are "(other)"
    std::size_t routes_max = 10'000;  // listed
};

/// Where a route comes from.
enum class RouteOrigin : std::uint8_t { pinned, openapi, inferred, learnt };
std::string_view name(RouteOrigin origin);

struct KnownRoute {
    std::string route;
    RouteOrigin origin = RouteOrigin::inferred;
    std::uint64_t requests = 0;
    bool operator==(const KnownRoute&) const = default;
};

class Router {
public:
    /// `is_secret` says of a part of a path, given the one before, that no route may show it.
    using IsSecret = LearntPaths::IsSecret;
    Router(std::vector<Template> pins, std::vector<Template> openapi, RouterLimits limits = {},
           IsSecret is_secret = {});
    Router() : Router{{}, {}} {}

    /// "GET /users/{id}", with the host before the path once several hosts were seen.
    std::string route(std::string_view method, std::string_view host, std::string_view target);
    /// The route of a whole request: "POST /graphql#GetUser" where the path does not say it all.
    std::string refine(std::string route, const http::Request& request) const;
    /// Legacy answered that target so: see response_shape().
    void learn(std::string_view target, const http::Response& response);

    /// Sorted by route. A later one may stand for requests that were counted under several before.
    std::vector<KnownRoute> routes() const;
    /// What OpenAPI declares and no request was for: 0 requests each.
    std::vector<KnownRoute> never_asked() const;

private:
    const std::string& known_host(std::string_view field);
    const Template* declared(const std::vector<Template>& templates, std::string_view method,
                             std::string_view host, std::string_view path) const;
    const Template* declared_by_openapi(std::string_view method, std::string_view host,
                                        std::string_view path);
    bool is_secret_part(std::span<const std::string_view> segments, std::size_t at) const;
    bool shows_secret(std::span<const std::string_view> segments) const;

    std::vector<Template> pins_;
    std::vector<Template> openapi_;
    std::vector<bool> were_asked_;  // of them
    RouterLimits limits_;
    IsSecret is_secret_;
    std::set<std::string, std::less<>> hosts_;
    std::optional<std::string> host_field_;  // the last one, and the host that it names
    std::string host_;
    LearntPaths paths_;
    std::unordered_map<std::string, KnownRoute, TextHash> known_;
};

}  // namespace shadowdiff::routes
