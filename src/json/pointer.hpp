// SPDX-License-Identifier: Apache-2.0
// Paths into a document, in the normalized form of RFC 9535, section 2.7, with .name for plain
// names.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace shadowdiff::json {

/// `path` + .name, or ['na.me'] where the name is no plain identifier.
std::string child(std::string_view path, std::string_view member_name);
/// `path` + [index].
std::string child(std::string_view path, std::size_t index);
/// `path` + [*]: the canonical form, the same for every element.
std::string any_child(std::string_view path);

/// A name that stands in a path as it is: letters, digits and "_", no digit first.
bool is_plain_name(std::string_view name);

/// What child() adds, written behind `path`.
void append_child(std::string& path, std::string_view member_name);
void append_child(std::string& path, std::size_t index);

}  // namespace shadowdiff::json
