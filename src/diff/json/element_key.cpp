// SPDX-License-Identifier: Apache-2.0
#include "diff/json/element_key.hpp"

#include "json/mix.hpp"
#include "json/number.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace shadowdiff::diff {

namespace {

constexpr std::array<std::string_view, 5> key_names{"id", "uuid", "key", "code", "name"};

/// The value of the element's only member of that name, when it is a string or a number.
std::optional<std::uint32_t> key_value(const json::Document& document, std::uint32_t element,
                                       std::string_view name) {
    const auto& nodes = document.nodes();
    if (nodes[element].type != json::Type::object) return std::nullopt;
    std::optional<std::uint32_t> found;
    for (auto member = element + 1; member < nodes[element].next; member = nodes[member + 1].next) {
        const auto& node = nodes[member];
        const bool is_named = node.length == name.size() &&
                              json::same_bytes(document.raw(node).data(), name.data(), name.size());
        if (!is_named) continue;
        if (found) return std::nullopt;
        found = member + 1;
    }
    if (!found) return std::nullopt;
    const auto type = nodes[*found].type;
    if (type != json::Type::string && type != json::Type::number) return std::nullopt;
    return found;
}

/// The key value of every element, or nothing when one has none.
std::optional<std::vector<std::uint32_t>> key_values(const Elements& elements,
                                                     std::string_view name) {
    std::vector<std::uint32_t> values;
    values.reserve(elements.size());
    for (const auto element : elements.nodes) {
        const auto value = key_value(elements.document, element, name);
        if (!value) return std::nullopt;
        values.push_back(*value);
    }
    return values;
}

std::vector<std::uint64_t> hashes_of(const Elements& elements,
                                     std::span<const std::uint32_t> nodes) {
    std::vector<std::uint64_t> hashes;
    hashes.reserve(nodes.size());
    for (const auto node : nodes) hashes.push_back(elements.hashes[node]);
    return hashes;
}

std::vector<std::uint64_t> sorted(std::vector<std::uint64_t> hashes) {
    std::ranges::sort(hashes);
    return hashes;
}

bool is_unique(const std::vector<std::uint64_t>& sorted) {
    return std::ranges::adjacent_find(sorted) == sorted.end();
}

bool share_a_value(const std::vector<std::uint64_t>& one, const std::vector<std::uint64_t>& other) {
    return std::ranges::any_of(
        one, [&](std::uint64_t hash) { return std::ranges::binary_search(other, hash); });
}

bool same_key(const json::Document& legacy, std::uint32_t in_legacy,
              const json::Document& candidate, std::uint32_t in_candidate) {
    const auto& one = legacy.nodes()[in_legacy];
    const auto& other = candidate.nodes()[in_candidate];
    if (one.type != other.type) return false;
    if (one.type == json::Type::string) return legacy.same_string(one, candidate, other);
    return json::equal_numbers(legacy.raw(one), candidate.raw(other));
}

}  // namespace

std::optional<std::uint32_t> first_key(const json::Document& document, std::uint32_t element) {
    for (const auto name : key_names) {
        if (const auto value = key_value(document, element, name)) return value;
    }
    return std::nullopt;
}

bool are_distinct(const json::Document& document, std::span<const std::uint32_t> scalars,
                  std::vector<std::uint64_t>& hashes) {
    constexpr std::size_t compared_max = 4;  // more of them cost less to hash
    if (scalars.size() <= compared_max) {
        for (std::size_t i = 1; i < scalars.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (same_key(document, scalars[i], document, scalars[j])) return false;
            }
        }
        return true;
    }
    hashes.clear();
    for (const auto scalar : scalars) {
        hashes.push_back(json::hash_scalar(document, document.nodes()[scalar]));
    }
    std::ranges::sort(hashes);
    return is_unique(hashes);
}

KeyAgreement key_agreement(const json::Document& legacy, std::uint32_t in_legacy,
                           const json::Document& candidate, std::uint32_t in_candidate) {
    for (const auto name : key_names) {
        const auto one = key_value(legacy, in_legacy, name);
        const auto other = key_value(candidate, in_candidate, name);
        if (!one && !other) continue;
        const bool agree = one && other && same_key(legacy, *one, candidate, *other);
        if (!agree) return {KeyAgreement::no};
        return {KeyAgreement::yes, *one};
    }
    return {KeyAgreement::no_key};
}

std::optional<ElementKey> find_element_key(const Elements& legacy, const Elements& candidate) {
    for (const auto name : key_names) {
        auto in_legacy = key_values(legacy, name);
        if (!in_legacy) continue;
        auto in_candidate = key_values(candidate, name);
        if (!in_candidate) continue;
        auto of_legacy = hashes_of(legacy, *in_legacy);
        auto of_candidate = hashes_of(candidate, *in_candidate);
        const auto one = sorted(of_legacy);
        const auto other = sorted(of_candidate);
        if (is_unique(one) && is_unique(other) && share_a_value(one, other)) {
            return ElementKey{std::move(*in_legacy), std::move(*in_candidate), std::move(of_legacy),
                              std::move(of_candidate)};
        }
    }
    return std::nullopt;
}

std::optional<ElementKey> find_declared_key(const Elements& legacy, const Elements& candidate,
                                            std::span<const std::string> members) {
    ElementKey key{{},
                   {},
                   std::vector<std::uint64_t>(legacy.size()),
                   std::vector<std::uint64_t>(candidate.size())};
    const auto add = [](const Elements& elements, const std::string& member,
                        std::vector<std::uint32_t>& nodes, std::vector<std::uint64_t>& hashes) {
        const auto values = key_values(elements, member);
        if (!values) return false;
        for (std::size_t i = 0; i < values->size(); ++i) {
            hashes[i] = json::mix(hashes[i], elements.hashes[(*values)[i]]);
        }
        if (nodes.empty()) nodes = *values;
        return true;
    };
    for (const auto& member : members) {
        const bool all_have_it = add(legacy, member, key.legacy, key.legacy_hashes) &&
                                 add(candidate, member, key.candidate, key.candidate_hashes);
        if (!all_have_it) return std::nullopt;
    }
    const bool is_key = !members.empty() && is_unique(sorted(key.legacy_hashes)) &&
                        is_unique(sorted(key.candidate_hashes));
    if (!is_key) return std::nullopt;
    return key;
}

}  // namespace shadowdiff::diff
