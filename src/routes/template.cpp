// SPDX-License-Identifier: Apache-2.0
#include "routes/template.hpp"

#include "base/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace shadowdiff::routes {
namespace {

Result<Segment> parse_segment(std::string_view text) {
    const auto open = text.find('{');
    const auto close = text.find('}', open == std::string_view::npos ? 0 : open);
    if (open == std::string_view::npos && close == std::string_view::npos) {
        return Segment{.before = std::string{text}};
    }
    const auto rest = close == std::string_view::npos ? "" : text.substr(close + 1);
    if (open == std::string_view::npos || close == std::string_view::npos || close == open + 1 ||
        rest.find_first_of("{}") != std::string_view::npos) {
        return std::unexpected{
            Error{fmt::format("\"{}\" is no part of a path: expected a word or {{name}}", text)}};
    }
    return Segment{std::string{text.substr(0, open)}, true, std::string{rest}};
}

bool matches(const Segment& declared, std::string_view text) {
    if (!declared.is_variable) return text == declared.before;
    return text.size() > declared.before.size() + declared.after.size() &&
           text.starts_with(declared.before) && text.ends_with(declared.after);
}

}  // namespace

std::vector<std::string_view> split_path(std::string_view path) {
    std::vector<std::string_view> segments;
    segments.reserve(static_cast<std::size_t>(std::ranges::count(path, '/')));
    while (path.starts_with('/')) {
        path.remove_prefix(1);
        const auto end = std::min(path.find('/'), path.size());
        segments.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return segments;
}

Result<Template> parse_template(std::string_view text) {
    Template declared;
    const auto space = text.find(' ');
    if (space != std::string_view::npos) {
        declared.method = text.substr(0, space);
        for (char& c : declared.method) {
            if (ascii::is_lower(c)) c = static_cast<char>(c - 'a' + 'A');
        }
        text = ascii::trimmed(text.substr(space));
    }
    const auto slash = text.find('/');
    if (slash == std::string_view::npos || text.find_first_of(" ?#") != std::string_view::npos) {
        return std::unexpected{
            Error{fmt::format("\"{}\" is no route: expected \"GET /users/{{id}}\"", text)}};
    }
    declared.host = text.substr(0, slash);
    declared.host = ascii::lower_case(declared.host);
    declared.path = text.substr(slash);
    for (const auto segment : split_path(declared.path)) {
        auto parsed = parse_segment(segment);
        if (!parsed) return std::unexpected{parsed.error()};
        declared.segments.push_back(*std::move(parsed));
    }
    return declared;
}

bool matches(const Template& declared, std::string_view method, std::string_view host,
             const std::vector<std::string_view>& segments) {
    if (!declared.method.empty() && declared.method != method) return false;
    if (!declared.host.empty() && declared.host != host) return false;
    return std::ranges::equal(declared.segments, segments,
                              [](const Segment& one, auto text) { return matches(one, text); });
}

bool is_more_specific(const Template& one, const Template& other) {
    const auto rank = [](const Segment& segment) {
        if (!segment.is_variable) return std::size_t{0};
        return segment.before.empty() && segment.after.empty() ? std::size_t{2} : std::size_t{1};
    };
    const auto ranks = [&](const Template& declared) {
        std::vector<std::size_t> all{declared.host.empty() ? 1U : 0U,
                                     declared.method.empty() ? 1U : 0U};
        std::ranges::transform(declared.segments, std::back_inserter(all), rank);
        return all;
    };
    return std::pair{ranks(one), one.path} < std::pair{ranks(other), other.path};
}

}  // namespace shadowdiff::routes
