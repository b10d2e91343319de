// SPDX-License-Identifier: Apache-2.0
// A structured body -> one tree, whatever its form: what JSON bodies are anyway. So one walk, and
// one notation of paths, serve all of them.
#pragma once

#include "base/bytes.hpp"
#include "json/document.hpp"
#include "normalise/format.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace shadowdiff::normalise {

/// A body of a known form that is not JSON. Its tree is made where one is needed: two equal bodies
/// need none.
struct Structured {
    Format format = Format::text;
    Bytes bytes;               // UTF-8 where the form is a text
    std::string content_type;  // for what it says beside the type: a boundary
    Bytes json = {};           // of protobuf and gRPC, which need more than the bytes to be read
};

struct TreeLimits {
    std::size_t markup_bytes_max = 4 << 20;     // of XML and HTML, whose parser takes 20 times that
    std::size_t markup_depth_max = 250;         // libxml2 cuts at 256
    std::size_t namespace_bytes_max = 1 << 20;  // in a tree: each element may repeat one
    std::size_t declarations_seen_max = 1 << 20;  // to resolve names in values
    std::size_t nesting_max = 100;  // of protobuf messages, as its own libraries follow
};

/// Why there is no tree.
struct Unreadable {
    std::string why;
    bool is_beyond_limit = false;  // nothing is wrong with it but its length or depth
    bool operator==(const Unreadable&) const = default;
};

/// docs/comparison.md tells how the tree of each form looks.
std::expected<json::Document, Unreadable> to_tree(const Structured& body,
                                                  const TreeLimits& limits = {});

}  // namespace shadowdiff::normalise
