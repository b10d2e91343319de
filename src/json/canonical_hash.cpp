// SPDX-License-Identifier: Apache-2.0
#include "json/canonical_hash.hpp"

#include "base/hash.hpp"
#include "json/mix.hpp"
#include "json/number.hpp"

namespace shadowdiff::json {

namespace {

std::uint64_t hash_text(std::string_view text, Type type) {
    return hash128(text, static_cast<std::uint64_t>(type)).low;
}

/// The nodes of one value, with their hashes.
struct Value {
    std::span<const Node> nodes;
    std::span<std::uint64_t> hashes;
    std::uint32_t begin;  // where the value is on its tape

    std::uint32_t next(std::uint32_t index) const { return nodes[index].next - begin; }

    std::uint64_t hash_array(std::uint32_t index) const {
        auto hash = static_cast<std::uint64_t>(Type::array);
        for (auto child = index + 1; child < next(index); child = next(child)) {
            hash = mix(hash, hashes[child]);
        }
        return mix(hash, static_cast<std::uint64_t>(Type::array));
    }

    std::uint64_t hash_object(std::uint32_t index) const {
        std::uint64_t members = 0;  // a sum, because it has no order
        for (auto key = index + 1; key < next(index); key = next(key + 1)) {
            members += mix(hashes[key], hashes[key + 1]);
        }
        return mix(static_cast<std::uint64_t>(Type::object), members);
    }
};

}  // namespace

std::uint64_t hash_scalar(const Document& document, const Node& node) {
    if (node.type == Type::number) {
        return mix(static_cast<std::uint64_t>(Type::number), hash_number(document.raw(node)));
    }
    if (node.has_escapes) return hash_text(document.string_value(node), node.type);
    return hash_text(document.raw(node), node.type);
}

void hash_value(const Document& document, std::uint32_t index, std::span<std::uint64_t> hashes,
                ScalarHash scalar) {
    const std::span nodes{document.nodes()};
    const Value value{nodes.subspan(index, nodes[index].next - index), hashes, index};
    // From the end, so that a container's children are there before it.
    for (auto i = static_cast<std::uint32_t>(value.nodes.size()); i-- > 0;) {
        const auto& node = value.nodes[i];
        if (node.type == Type::array) {
            hashes[i] = value.hash_array(i);
        } else if (node.type == Type::object) {
            hashes[i] = value.hash_object(i);
        } else {
            hashes[i] = scalar(document, node);
        }
    }
}

Hashes canonical_hashes(const Document& document) {
    Hashes hashes;
    hashes.resize(document.nodes().size());
    hash_value(document, 0, hashes);
    return hashes;
}

}  // namespace shadowdiff::json
