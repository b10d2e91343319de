// SPDX-License-Identifier: Apache-2.0
#include "normalise/url_form.hpp"

#include "normalise/shape.hpp"

#include <set>
#include <vector>

namespace shadowdiff::normalise {
namespace {

struct Url {
    std::string_view scheme;
    std::vector<std::string_view> segments;
    std::set<std::string_view> query_names;
};

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

Url url_of(std::string_view text) {
    Url url;
    text = text.substr(0, text.find('#'));
    const auto scheme_end = text.find("://");
    url.scheme = text.substr(0, scheme_end);
    text.remove_prefix(scheme_end + 3);
    const auto query = text.find('?');
    if (query != std::string_view::npos) {
        for (const auto parameter : split(text.substr(query + 1), '&')) {
            url.query_names.insert(parameter.substr(0, parameter.find('=')));
        }
        text = text.substr(0, query);
    }
    const auto path = text.find('/');
    if (path != std::string_view::npos) url.segments = split(text.substr(path + 1), '/');
    return url;
}

bool same_segment(std::string_view one, std::string_view other) {
    if (one == other) return true;
    // Two words in one place of a path are two kinds of things; what was minted is of one kind.
    return (looks_minted(one) || one.find_first_of("0123456789") != std::string_view::npos) &&
           same_shape(one, other);
}

}  // namespace

bool same_url_form(std::string_view one_text, std::string_view other_text) {
    const auto one = url_of(one_text);
    const auto other = url_of(other_text);
    if (one.scheme != other.scheme || one.query_names != other.query_names) return false;
    if (one.segments.size() != other.segments.size()) return false;
    for (std::size_t i = 0; i < one.segments.size(); ++i) {
        if (!same_segment(one.segments[i], other.segments[i])) return false;
    }
    return true;
}

}  // namespace shadowdiff::normalise
