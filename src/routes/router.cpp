// SPDX-License-Identifier: Apache-2.0
#include "routes/router.hpp"

#include "base/ascii.hpp"
#include "base/escape.hpp"
#include "base/limits.hpp"
#include "routes/route.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace shadowdiff::routes {
namespace {

constexpr std::string_view other_host = "(other)";

std::string host_of(std::string_view host) {
    auto name = ascii::lower_case(host.substr(0, 255));
    if (name.ends_with(":80")) name.resize(name.size() - 3);
    const bool is_name = std::ranges::all_of(name, [](char c) {
        return ascii::is_alphanumeric(c) || std::string_view{"-._:[]"}.contains(c);
    });
    return is_name ? name : std::string{other_host};
}

}  // namespace

std::string_view name(RouteOrigin origin) {
    switch (origin) {
        case RouteOrigin::pinned: return "pinned";
        case RouteOrigin::openapi: return "openapi";
        case RouteOrigin::inferred: return "inferred";
        case RouteOrigin::learnt: return "learnt";
    }
    return "";
}

Router::Router(std::vector<Template> pins, std::vector<Template> openapi, RouterLimits limits,
               IsSecret is_secret)
    : pins_{std::move(pins)},
      openapi_{std::move(openapi)},
      limits_{limits},
      is_secret_{is_secret},
      paths_{std::move(is_secret)} {
    std::ranges::sort(pins_, is_more_specific);
    std::ranges::sort(openapi_, is_more_specific);
    were_asked_.resize(openapi_.size());
}

const Template* Router::declared(const std::vector<Template>& templates, std::string_view method,
                                 std::string_view host, std::string_view path) const {
    if (templates.empty()) return nullptr;
    const auto segments = split_path(path);
    const auto found = std::ranges::find_if(
        templates, [&](const Template& one) { return matches(one, method, host, segments); });
    return found == templates.end() ? nullptr : &*found;
}

const Template* Router::declared_by_openapi(std::string_view method, std::string_view host,
                                            std::string_view path) {
    const auto* found = declared(openapi_, method, host, path);
    if (found) were_asked_[static_cast<std::size_t>(found - openapi_.data())] = true;
    return found;
}

/// Mostly it is the one before again.
const std::string& Router::known_host(std::string_view field) {
    if (field == host_field_) return host_;
    host_field_ = field;
    host_ = host_of(field);
    if (!hosts_.contains(host_)) {
        if (hosts_.size() < limits_.hosts_max)
            hosts_.insert(host_);
        else
            host_ = other_host;
    }
    return host_;
}

std::string Router::route(std::string_view method, std::string_view host_field,
                          std::string_view target) {
    const auto& host = known_host(host_field);
    const auto path = http::path_of(target);
    if (!path.starts_with('/')) return infer(method, target);
    const auto verb = printable(method, RouteLimits{}.method_bytes_max);
    auto origin = RouteOrigin::inferred;
    std::string_view place;
    std::string_view shown_host = hosts_.size() > 1 ? std::string_view{host} : "";
    const auto* operation = declared_by_openapi(method, host, path);
    if (const auto* pin = declared(pins_, method, host, path)) {
        origin = RouteOrigin::pinned;
        place = pin->path;
        shown_host = pin->host;
    } else if (operation) {
        origin = RouteOrigin::openapi;
        place = operation->path;
    } else {
        const auto& inferred = paths_.take(path);
        place = inferred.path;
        if (inferred.is_learnt) origin = RouteOrigin::learnt;
    }
    std::string route;
    route.reserve(verb.size() + 1 + shown_host.size() + place.size());
    route.append(verb).append(1, ' ').append(shown_host).append(place);
    const auto known = known_.find(route);
    if (known != known_.end()) {
        ++known->second.requests;
        known->second.origin = origin;
    } else if (known_.size() < limits_.routes_max) {
        known_.emplace(route, KnownRoute{route, origin, 1});
    }
    return route;
}

bool Router::is_secret_part(std::span<const std::string_view> segments, std::size_t at) const {
    return is_secret_ && is_secret_(at > 0 ? segments[at - 1] : "", segments[at]);
}

void Router::learn(std::string_view target, const http::Response& response) {
    const auto path = http::path_of(target);
    if (path.starts_with('/')) paths_.learn(path, response);
}

std::vector<KnownRoute> Router::routes() const {
    std::vector<KnownRoute> all;
    for (const auto& [route, known] : known_) all.push_back(known);
    std::ranges::sort(all, {}, &KnownRoute::route);
    return all;
}

std::vector<KnownRoute> Router::never_asked() const {
    std::vector<KnownRoute> all;
    for (std::size_t i = 0; i < openapi_.size(); ++i) {
        auto route = openapi_[i].method + " " + openapi_[i].path;
        if (were_asked_[i] || known_.contains(route)) continue;
        all.push_back({std::move(route), RouteOrigin::openapi, 0});
    }
    std::ranges::sort(all, {}, &KnownRoute::route);
    return all;
}

}  // namespace shadowdiff::routes
