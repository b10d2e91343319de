// SPDX-License-Identifier: Apache-2.0
// What the path of a difference says about the value that stood there, and the path itself.
#pragma once

#include "redact/known.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::redact {

/// The names of a path as diff and json::Pointer write them, without indices: "$.items[3]['a.b']"
/// gives "$", "items", "a.b".
std::vector<std::string> names_of(std::string_view path);

/// A cookie's value, a secret header, or a member below a secret name. A cookie's attributes are
/// readable; what stands at one that has no value ("cookies.a.secure") is that of a cookie
/// "a.secure".
bool is_secret_place(std::string_view path, std::string_view value, const Names& names);

/// A header line without a colon, which stands as a name: "X-Api-Key abc". How long its part is
/// that says what it is, with the space; 0 for any other name.
std::size_t secret_line_prefix(std::string_view name, const Names& names);

/// The path with digests for names that are secrets: by their form, or minted ones below a secret
/// name: "$.token['a1b2c3']".
std::string redact_place(std::string_view path, const Known& known, const Digester& digester);

/// True for a path into a JSON body.
bool is_json_place(std::string_view path);

}  // namespace shadowdiff::redact
