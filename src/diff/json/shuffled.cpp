// SPDX-License-Identifier: Apache-2.0
#include "diff/json/shuffled.hpp"

#include "json/canonical_hash.hpp"

#include <algorithm>
#include <vector>

namespace shadowdiff::diff {
namespace {

std::vector<std::uint64_t> element_hashes(const json::Document& document, std::uint32_t array) {
    const auto& nodes = document.nodes();
    std::vector<std::uint64_t> hashes;
    std::vector<std::uint64_t> of_nodes;
    for (auto element = array + 1; element < nodes[array].next; element = nodes[element].next) {
        of_nodes.resize(nodes[element].next - element);
        json::hash_value(document, element, of_nodes);
        hashes.push_back(of_nodes.front());
    }
    return hashes;
}

}  // namespace

bool are_shuffled(const json::Document& legacy, std::uint32_t in_legacy,
                  const json::Document& candidate, std::uint32_t in_candidate) {
    auto ours = element_hashes(legacy, in_legacy);
    auto theirs = element_hashes(candidate, in_candidate);
    if (ours.size() != theirs.size() || ours == theirs) return false;
    std::ranges::sort(ours);
    std::ranges::sort(theirs);
    return ours == theirs;
}

}  // namespace shadowdiff::diff
