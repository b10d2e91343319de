// SPDX-License-Identifier: Apache-2.0
// The elements of two arrays, and the pairs that are made of them.
#pragma once

#include "json/canonical_hash.hpp"
#include "json/document.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace shadowdiff::diff {

/// An array's elements in their order. Borrows the document and its canonical hashes.
struct Elements {
    const json::Document& document;
    const json::Hashes& hashes;              // one for each node
    std::vector<std::uint32_t> nodes;        // one for each element
    std::vector<std::uint64_t> joined = {};  // instead of hashes, once other spellings were joined

    std::size_t size() const { return nodes.size(); }
    /// Equal for elements that are one.
    std::uint64_t hash(std::size_t position) const {
        return joined.empty() ? hashes[nodes[position]] : joined[position];
    }
};

/// Positions in the two arrays; with one of them, an element that the other side has not.
struct ElementPair {
    std::optional<std::size_t> legacy;
    std::optional<std::size_t> candidate;
    bool operator==(const ElementPair&) const = default;
};

}  // namespace shadowdiff::diff
