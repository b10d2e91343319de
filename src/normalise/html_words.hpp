// SPDX-License-Identifier: Apache-2.0
// What HTML says of names, attributes and white space, beside its tree.
#pragma once

#include <libxml/tree.h>

#include <string>
#include <string_view>

namespace shadowdiff::normalise {

/// "@class"; of the value of a named input or meta element "@value:csrf_token", so that the path
/// tells which it is.
std::string html_attribute_name(const xmlNode& element, std::string_view attribute);

/// Boolean attributes are there or not, however they are written; classes are words.
std::string html_attribute_value(std::string_view attribute, std::string value);

/// pre, textarea, script and style.
bool keeps_space(const xmlNode& element);

/// An element that stands in a line with the text around it, so that a space before or behind it is
/// seen. Around a block, or a break, no space is.
bool is_inline(std::string_view element);
inline constexpr char block_edge[] = "\x01";  // which no text holds
std::string without_block_edges(std::string_view text);

/// One space for any white space, none at both ends.
std::string collapsed(std::string_view text);

}  // namespace shadowdiff::normalise
