// SPDX-License-Identifier: Apache-2.0
#include "routes/router.hpp"

#include "base/ascii.hpp"
#include "base/escape.hpp"
#include "base/limits.hpp"
#include "routes/response_shape.hpp"
#include "routes/route.hpp"

#include <algorithm>
#include <bit>
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

void append(std::string& path, std::span<const std::string_view> segments) {
    for (const auto segment : segments) path.append("/").append(segment);
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

Router::Router(std::vector<Template> pins, std::vector<Template> openapi, RouterLimits limits,
               IsSecret is_secret)
    : pins_{std::move(pins)},
      openapi_{std::move(openapi)},
      limits_{limits},
      is_secret_{std::move(is_secret)} {
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
        place = inferred_path(path, origin);
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

/// An answer mostly follows its request, so that its path is known already.
Router::Segments Router::template_segments(std::string_view path) {
    if (path != path_) {
        path_ = path;
        template_ = template_of(path);
    }
    return split_path(template_);
}

bool Router::is_secret_part(std::span<const std::string_view> segments, std::size_t at) const {
    return is_secret_ && is_secret_(at > 0 ? segments[at - 1] : "", segments[at]);
}

std::string Router::template_of(std::string_view path) const {
    const auto inferred = path_template(path);
    auto segments = split_path(inferred);
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (is_word(segments[i]) && is_secret_part(segments, i)) segments[i] = minted;
    }
    std::string without_secrets;
    append(without_secrets, segments);
    return without_secrets;
}

// From the right, so that what varies at the end of a path does not hide what varies before it.
template <class Visit>
void Router::each_word(Segments& segments, RouteOrigin& origin, Visit visit) {
    for (auto i = segments.size(); i-- > 0;) {
        if (!is_word(segments[i])) continue;
        const std::span all{segments};
        key_.clear();
        append(key_, all.first(i));
        key_.append("/*");
        append(key_, all.subspan(i + 1));
        const auto found = places_.find(key_);
        auto* place = found == places_.end() ? nullptr : &found->second;
        if (place && place->is_variable && !place->words.contains(segments[i])) {
            segments[i] = minted;
            origin = RouteOrigin::learnt;
        } else {
            visit(place, segments[i]);
        }
    }
}

std::string Router::inferred_path(std::string_view path, RouteOrigin& origin) {
    auto segments = template_segments(path);
    each_word(segments, origin, [&](Place* place, std::string_view word) { count(place, word); });
    std::string inferred;
    inferred.reserve(template_.size() + minted.size());
    append(inferred, segments);
    return inferred;
}

// A new place has the key that was looked at.
void Router::count(Place* place, std::string_view word) {
    if (!place) {
        if (places_.size() >= limits_.places_max) return;
        place = &places_.emplace(key_, Place{}).first->second;
    }
    if (!may_become_variable(*place)) return;
    ++place->requests;
    const auto known = place->words.find(word);
    if (known != place->words.end()) {
        ++known->second.requests;
    } else if (place->words.size() < limits_.words_max) {
        place->words.emplace(word, Word{1, 0});
    }
}

/// Once there were so many requests that no number of words is enough, it stays as it is.
bool Router::may_become_variable(const Place& place) const {
    return !place.is_variable &&
           place.requests <= limits_.words_max * limits_.requests_per_distinct_max;
}

void Router::learn(std::string_view target, const http::Response& response) {
    const auto path = http::path_of(target);
    if (!path.starts_with('/')) return;
    auto origin = RouteOrigin::inferred;
    auto segments = template_segments(path);
    each_word(segments, origin, [](Place*, std::string_view) {});
    std::uint64_t shape = 0;
    each_word(segments, origin, [&](Place* place, std::string_view text) {
        if (!place || !may_become_variable(*place)) return;
        const auto word = place->words.find(text);
        // One word in a place needs no shape yet: most places never have a second.
        if (word == place->words.end() || place->words.size() < 2) return;
        // Answers to one word are alike: most of them need not be looked at.
        if (word->second.shape != 0 && !std::has_single_bit(word->second.requests)) return;
        if (shape == 0) shape = response_shape(response);
        word->second.shape = shape;
        settle(*place);
    });
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
