// SPDX-License-Identifier: Apache-2.0
// A route that somebody declared: "GET /users/{id}", "GET api.example.com/files/{name}.pdf".
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::routes {

/// One part of a path: a word, or a variable between two fixed texts (usually empty).
struct Segment {
    std::string before;  // the word, where there is no variable
    bool is_variable = false;
    std::string after = {};
    bool operator==(const Segment&) const = default;
};

struct Template {
    std::string method;  // "" for any
    std::string host;    // lower case, "" for any
    std::vector<Segment> segments;
    std::string path;  // as declared: "/users/{id}"
    bool operator==(const Template&) const = default;
};

/// [METHOD ][HOST]/PATH
Result<Template> parse_template(std::string_view text);

bool matches(const Template& declared, std::string_view method, std::string_view host,
             const std::vector<std::string_view>& segments);

/// Words before variables, from the left: the order in which templates are tried.
bool is_more_specific(const Template& one, const Template& other);

/// Of a path: what stands between its slashes, "" for the last one of "/users/".
std::vector<std::string_view> split_path(std::string_view path);

}  // namespace shadowdiff::routes
