// SPDX-License-Identifier: Apache-2.0
// Request -> route, by what was declared, by what segments look like, and by what was learnt of the
// traffic. Pure: the same requests and answers in the same order give the same routes.
#pragma once

#include "http/message.hpp"
#include "routes/template.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::routes {

struct RouterLimits {
    std::size_t hosts_max = 64;       // told apart; further ones are "(other)"
    std::size_t places_max = 4'096;   // in paths, whose words are counted
    std::size_t words_max = 512;      // of one place; beyond it none is added
    std::size_t routes_max = 10'000;  // listed
    // A place takes what is minted, not words, when it has had so many distinct ones, at least one
    // in so many requests was new, and so large a share of them was answered alike. A resource has
    // hardly more kinds of children than that, and they are not answered alike.
    std::size_t distinct_min = 24;
    std::size_t requests_per_distinct_max = 8;
    double alike_share_min = 0.9;
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
    using IsSecret = std::function<bool(std::string_view before, std::string_view segment)>;
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

private:
    struct Word {
        std::uint64_t requests = 0;
        std::uint64_t shape = 0;  // of the last answer, 0 before there was one
    };
    struct Place {
        std::uint64_t requests = 0;
        bool is_variable = false;
        std::map<std::string, Word, std::less<>> words;  // once variable: those that stay words
    };

    const Template* declared(const std::vector<Template>& templates, std::string_view method,
                             std::string_view host, std::string_view path) const;
    using Segments = std::vector<std::string_view>;

    /// Calls visit(place, word) for each place of the path that takes words, from the right; a word
    /// that turns out to be minted becomes so first. `place` is null where none is known.
    template <class Visit>
    void each_word(Segments& segments, RouteOrigin& origin, Visit visit);
    std::string inferred_path(std::string_view path, RouteOrigin& origin);
    Segments template_segments(std::string_view path);
    std::string template_of(std::string_view path) const;
    bool is_secret_part(std::span<const std::string_view> segments, std::size_t at) const;
    bool shows_secret(std::span<const std::string_view> segments) const;
    void count(Place* place, std::string_view word);
    bool may_become_variable(const Place& place) const;
    void settle(Place& place) const;

    std::vector<Template> pins_;
    std::vector<Template> openapi_;
    RouterLimits limits_;
    IsSecret is_secret_;
    std::set<std::string, std::less<>> hosts_;
    std::map<std::string, Place, std::less<>> places_;  // by the path with one word left out
    std::string path_ = {};                             // that was looked at last
    std::string template_ = {};                         // of that path
    std::string key_ = {};                              // of the place that is looked at
    std::map<std::string, KnownRoute, std::less<>> known_;
};

}  // namespace shadowdiff::routes
