// SPDX-License-Identifier: Apache-2.0
#include "json/canonical_hash.hpp"

#include "base/hash.hpp"
#include "json/number.hpp"

namespace shadowdiff::json {

namespace {

/// Depends on the order of its arguments; every bit of both reaches every bit of the result.
std::uint64_t mix(std::uint64_t one, std::uint64_t other) {
    auto value = one * 0x9e3779b97f4a7c15U + other;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31);
}

std::uint64_t hash_text(std::string_view text, Type type) {
    return hash128(text, static_cast<std::uint64_t>(type)).low;
}

std::uint64_t hash_scalar(const Document& document, const Node& node) {
    if (node.type == Type::number)
        return hash_text(canonical_number(document.raw(node)), node.type);
    if (node.has_escapes) return hash_text(document.string_value(node), node.type);
    return hash_text(document.raw(node), node.type);
}

std::uint64_t hash_array(const std::vector<Node>& nodes, std::uint32_t index,
                         const std::vector<std::uint64_t>& hashes) {
    auto hash = mix(static_cast<std::uint64_t>(Type::array), nodes[index].children);
    for (auto child = index + 1; child < nodes[index].next; child = nodes[child].next) {
        hash = mix(hash, hashes[child]);
    }
    return hash;
}

std::uint64_t hash_object(const std::vector<Node>& nodes, std::uint32_t index,
                          const std::vector<std::uint64_t>& hashes) {
    std::uint64_t members = 0;  // a sum, because it has no order
    for (auto key = index + 1; key < nodes[index].next; key = nodes[key + 1].next) {
        members += mix(hashes[key], hashes[key + 1]);
    }
    return mix(mix(static_cast<std::uint64_t>(Type::object), nodes[index].children), members);
}

}  // namespace

std::vector<std::uint64_t> canonical_hashes(const Document& document) {
    const auto& nodes = document.nodes();
    std::vector<std::uint64_t> hashes(nodes.size());
    // From the end, so that a container's children are there before it.
    for (auto index = static_cast<std::uint32_t>(nodes.size()); index-- > 0;) {
        const auto& node = nodes[index];
        if (node.type == Type::array) {
            hashes[index] = hash_array(nodes, index, hashes);
        } else if (node.type == Type::object) {
            hashes[index] = hash_object(nodes, index, hashes);
        } else {
            hashes[index] = hash_scalar(document, node);
        }
    }
    return hashes;
}

}  // namespace shadowdiff::json
