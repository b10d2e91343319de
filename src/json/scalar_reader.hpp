// SPDX-License-Identifier: Apache-2.0
// One scalar in a text: quick for what most scalars are.
#pragma once

#include "json/document.hpp"

#include <cstddef>

namespace shadowdiff::json {

/// Between tokens (RFC 8259, section 2).
inline bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// Behind the last byte before `end` that is no space; there must be one.
inline const char* behind_last(const char* end) {
    while (static_cast<unsigned char>(end[-1]) <= ' ' && is_space(end[-1])) --end;
    return end;
}

/// Where a scalar's text begins and ends, with the quotes of a string.
inline std::size_t quotes_before(const Node& node) { return node.type == Type::string ? 1 : 0; }
inline std::size_t source_begin(const Node& node) { return node.begin - quotes_before(node); }
inline std::size_t source_end(const Node& node) {
    return node.begin + node.length + quotes_before(node);
}

/// Writes the scalar that begins there, but not what its `next` is; false when there is none.
bool read_scalar_at(std::size_t begin, ByteView text, Node& into);

}  // namespace shadowdiff::json
