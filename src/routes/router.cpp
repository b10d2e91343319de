// SPDX-License-Identifier: Apache-2.0
#include "routes/router.hpp"

#include "base/ascii.hpp"
#include "base/escape.hpp"
#include "base/limits.hpp"
#include "routes/operation.hpp"
#include "routes/response_shape.hpp"
#include "routes/route.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::routes {
namespace {

constexpr std::string_view minted = "{id}";
constexpr std::string_view other_host = "(other)";

std::string host_of(std::string_view host) {
    auto name = ascii::lower_case(host.substr(0, 255));
    if (name.ends_with(":80")) name.resize(name.size() - 3);
    const bool is_name = std::ranges::all_of(name, [](char c) {
        return ascii::is_alphanumeric(c) || std::string_view{"-._:[]"}.contains(c);
    });
    return is_name ? name : std::string{other_host};
}

std::string joined(const std::vector<std::string>& segments, std::size_t begin, std::size_t end) {
    std::string path;
    for (auto i = begin; i < end; ++i) path.append("/").append(segments[i]);
    return path;
}

std::vector<std::string> segments_of(const std::string& path) {
    const auto views = split_path(path);
    return {views.begin(), views.end()};
}

/// What may be learnt to be minted: a word of some length, neither a version nor a variable.
bool is_word(std::string_view segment) {
    const bool is_version = segment.size() > 1 && segment[0] == 'v' && ascii::is_digit(segment[1]);
    return segment.size() > 1 && segment != minted && segment != "…" && !is_version;
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

Router::Router(std::vector<Template> pins, std::vector<Template> openapi, RouterLimits limits)
    : pins_{std::move(pins)}, openapi_{std::move(openapi)}, limits_{limits} {
    std::ranges::sort(pins_, is_more_specific);
    std::ranges::sort(openapi_, is_more_specific);
}

const Template* Router::declared(const std::vector<Template>& templates, std::string_view method,
                                 std::string_view host, std::string_view path) const {
    if (templates.empty()) return nullptr;
    const auto segments = split_path(path);
    const auto found = std::ranges::find_if(
        templates, [&](const Template& one) { return matches(one, method, host, segments); });
    return found == templates.end() ? nullptr : &*found;
}

std::string Router::route(std::string_view method, std::string_view host_field,
                          std::string_view target) {
    auto host = host_of(host_field);
    if (!hosts_.contains(host)) {
        if (hosts_.size() < limits_.hosts_max)
            hosts_.insert(host);
        else
            host = other_host;
    }
    const auto verb = printable(method, RouteLimits{}.method_bytes_max);
    const auto path = http::path_of(target);
    auto origin = RouteOrigin::inferred;
    std::string place;
    std::string shown_host = hosts_.size() > 1 ? host : "";
    if (!path.starts_with('/')) {
        return infer(method, target);
    }
    if (const auto* pin = declared(pins_, method, host, path)) {
        origin = RouteOrigin::pinned;
        place = pin->path;
        shown_host = pin->host;
    } else if (const auto* one = declared(openapi_, method, host, path)) {
        origin = RouteOrigin::openapi;
        place = one->path;
    } else {
        place = inferred_path(path, true, origin);
    }
    auto route = verb + " " + shown_host + place;
    const auto known = known_.find(route);
    if (known != known_.end()) {
        ++known->second.requests;
        known->second.origin = origin;
    } else if (known_.size() < limits_.routes_max) {
        known_.emplace(route, KnownRoute{route, origin, 1});
    }
    return route;
}

std::string Router::refine(std::string route, const http::Request& request) const {
    const auto operation = operation_of(request);
    if (!operation || route.contains('#')) return route;
    if (!operation->empty()) return route + "#" + *operation;
    // A method's own words stay as they are, whatever they look like.
    const auto path = http::path_of(request.target);
    return path.starts_with('/') ? printable(request.method, RouteLimits{}.method_bytes_max) + " " +
                                       printable(path, RouteLimits{}.path_bytes_max)
                                 : route;
}

// From the right, so that what varies at the end of a path does not hide what varies before it.
std::string Router::inferred_path(std::string_view path, bool counts, RouteOrigin& origin) {
    auto segments = segments_of(path_template(path));
    for (auto i = segments.size(); i-- > 0;) {
        if (!is_word(segments[i])) continue;
        const auto before = joined(segments, 0, i);
        const auto after = joined(segments, i + 1, segments.size());
        if (is_variable(before, segments[i], after)) {
            segments[i] = minted;
            origin = RouteOrigin::learnt;
        } else if (counts) {
            count(before, segments[i], after);
        }
    }
    return joined(segments, 0, segments.size());
}

bool Router::is_variable(std::string_view before, std::string_view segment,
                         std::string_view after) const {
    const auto place = places_.find(std::string{before}.append("/*").append(after));
    return place != places_.end() && place->second.is_variable &&
           !place->second.words.contains(segment);
}

void Router::count(std::string_view before, std::string_view segment, std::string_view after) {
    auto key = std::string{before}.append("/*").append(after);
    auto found = places_.find(key);
    if (found == places_.end()) {
        if (places_.size() >= limits_.places_max) return;
        found = places_.emplace(std::move(key), Place{}).first;
    }
    auto& place = found->second;
    if (place.is_variable) return;
    ++place.requests;
    const auto word = place.words.find(segment);
    if (word != place.words.end()) {
        ++word->second.requests;
    } else if (place.words.size() < limits_.words_max) {
        place.words.emplace(segment, Word{1, 0});
    }
}

void Router::learn(std::string_view target, const http::Response& response) {
    const auto path = http::path_of(target);
    if (!path.starts_with('/')) return;
    auto origin = RouteOrigin::inferred;
    const auto segments = segments_of(inferred_path(path, false, origin));
    std::uint64_t shape = 0;
    for (auto i = segments.size(); i-- > 0;) {
        if (!is_word(segments[i])) continue;
        const auto key =
            joined(segments, 0, i).append("/*").append(joined(segments, i + 1, segments.size()));
        const auto place = places_.find(key);
        if (place == places_.end() || place->second.is_variable) continue;
        const auto word = place->second.words.find(segments[i]);
        // One word in a place needs no shape yet: most places never have a second.
        if (word == place->second.words.end() || place->second.words.size() < 2) continue;
        if (shape == 0) shape = response_shape(response);
        word->second.shape = shape;
        settle(place->second);
    }
}

void Router::settle(Place& place) const {
    if (place.words.size() < limits_.distinct_min ||
        place.words.size() * limits_.requests_per_distinct_max < place.requests) {
        return;
    }
    std::map<std::uint64_t, std::size_t> shapes;
    for (const auto& [text, word] : place.words) {
        if (word.shape != 0) ++shapes[word.shape];
    }
    std::size_t answered = 0;
    for (const auto& [shape, words] : shapes) answered += words;
    // The first word of a place was answered before a second made it worth looking at.
    if (answered + 1 < limits_.distinct_min) return;
    const auto usual = std::ranges::max_element(
        shapes, {}, [](const auto& shape_and_words) { return shape_and_words.second; });
    if (static_cast<double>(usual->second) <
        limits_.alike_share_min * static_cast<double>(answered)) {
        return;
    }
    place.is_variable = true;
    // What is answered otherwise, or asked for far oftener than the others, is a name.
    constexpr std::uint64_t often = 10;
    const auto requests_usual = place.requests / place.words.size() + 1;
    std::erase_if(place.words, [&](const auto& entry) {
        const auto& word = entry.second;
        const bool is_alike = word.shape == 0 || word.shape == usual->first;
        return is_alike && word.requests <= often * requests_usual;
    });
}

std::vector<KnownRoute> Router::routes() const {
    std::vector<KnownRoute> all;
    for (const auto& [route, known] : known_) all.push_back(known);
    return all;
}

}  // namespace shadowdiff::routes
