// SPDX-License-Identifier: Apache-2.0
// The walk over two JSON documents. How members and elements are paired is decided elsewhere; here
// every pair is followed, and what has no partner, or another value, is written down.
#include "diff/json_diff.hpp"

#include "diff/json_path.hpp"
#include "diff/pair_elements.hpp"
#include "diff/pair_members.hpp"
#include "json/canonical_hash.hpp"
#include "json/number.hpp"

#include <algorithm>
#include <string>

namespace shadowdiff::diff {

namespace {

using json::Node;
using json::Type;

struct Side {
    const json::Document& document;
    std::vector<std::uint64_t> hashes;

    const Node& node(std::uint32_t index) const { return document.nodes()[index]; }
};

bool is_empty(const Node& node) {
    const bool can_be_empty =
        node.type == Type::string || node.type == Type::array || node.type == Type::object;
    const auto content = node.type == Type::string ? node.length : node.children;
    return can_be_empty && content == 0;
}

/// Null for an empty text or container is a usual slip of a rewrite; clients that iterate still
/// break on it.
Severity retyped_severity(const Node& legacy, const Node& candidate) {
    const bool null_for_empty = (legacy.type == Type::null && is_empty(candidate)) ||
                                (candidate.type == Type::null && is_empty(legacy));
    return null_for_empty ? Severity::medium : Severity::high;
}

Severity missing_member_severity(const Node& legacy) {
    if (legacy.type == Type::null) return Severity::low;
    return legacy.type == Type::array && legacy.children == 0 ? Severity::medium : Severity::high;
}

Elements elements_of(const Side& side, std::uint32_t array) {
    Elements elements{side.document, side.hashes, {}};
    elements.nodes.reserve(side.node(array).children);
    for (auto child = array + 1; child < side.node(array).next; child = side.node(child).next) {
        elements.nodes.push_back(child);
    }
    return elements;
}

class JsonDiff {
public:
    JsonDiff(const json::Document& legacy, const json::Document& candidate,
             const DiffLimits& limits, Collector& found)
        : legacy_{legacy, json::canonical_hashes(legacy)},
          candidate_{candidate, json::canonical_hashes(candidate)},
          limits_{limits},
          found_{found},
          steps_left_{limits.alignment_steps_max} {}

    void compare(std::uint32_t legacy, std::uint32_t candidate);

private:
    void compare_numbers(std::uint32_t legacy, std::uint32_t candidate);
    void compare_strings(std::uint32_t legacy, std::uint32_t candidate);
    void compare_objects(std::uint32_t legacy, std::uint32_t candidate);
    void compare_arrays(std::uint32_t legacy, std::uint32_t candidate);
    void compare_member(const MemberPair& pair);
    void compare_element(const ElementPair& pair, const Elements& legacy,
                         const Elements& candidate);
    void report_order(const ElementPairs& pairs, std::uint32_t legacy, std::uint32_t candidate);
    void report(Kind kind, Severity severity, std::optional<std::uint32_t> legacy,
                std::optional<std::uint32_t> candidate);
    void report(Kind kind, Severity severity, std::string_view legacy, std::string_view candidate);

    Side legacy_;
    Side candidate_;
    const DiffLimits& limits_;
    Collector& found_;
    JsonPath path_;
    std::size_t steps_left_;
};

void JsonDiff::compare(std::uint32_t legacy, std::uint32_t candidate) {
    if (legacy_.document.source(legacy) == candidate_.document.source(candidate)) return;
    const auto& legacy_node = legacy_.node(legacy);
    const auto& candidate_node = candidate_.node(candidate);
    if (legacy_node.type != candidate_node.type) {
        const auto severity = retyped_severity(legacy_node, candidate_node);
        return report(Kind::retyped, severity, legacy, candidate);
    }
    switch (legacy_node.type) {
        case Type::null: return;
        case Type::boolean: return report(Kind::changed, Severity::medium, legacy, candidate);
        case Type::number: return compare_numbers(legacy, candidate);
        case Type::string: return compare_strings(legacy, candidate);
        case Type::array:
        case Type::object: break;
    }
    if (path_.depth() >= limits_.depth_max) {
        if (legacy_.hashes[legacy] == candidate_.hashes[candidate]) return;
        return report(Kind::changed, Severity::high, legacy, candidate);
    }
    if (legacy_node.type == Type::object) return compare_objects(legacy, candidate);
    compare_arrays(legacy, candidate);
}

void JsonDiff::compare_numbers(std::uint32_t legacy, std::uint32_t candidate) {
    if (json::equal_numbers(legacy_.document.source(legacy),
                            candidate_.document.source(candidate))) {
        report(Kind::representation, Severity::none, legacy, candidate);
    } else {
        report(Kind::changed, Severity::medium, legacy, candidate);
    }
}

void JsonDiff::compare_strings(std::uint32_t legacy, std::uint32_t candidate) {
    const bool same = legacy_.document.same_string(legacy_.node(legacy), candidate_.document,
                                                   candidate_.node(candidate));
    if (!same) report(Kind::changed, Severity::medium, legacy, candidate);
}

void JsonDiff::compare_objects(std::uint32_t legacy, std::uint32_t candidate) {
    const Members legacy_members{legacy_.document, legacy};
    const Members candidate_members{candidate_.document, candidate};
    for (const auto& pair : pair_members(legacy_members, candidate_members)) {
        path_.push(pair.name);
        compare_member(pair);
        path_.pop();
    }
}

void JsonDiff::compare_member(const MemberPair& pair) {
    if (pair.legacy && pair.candidate) return compare(*pair.legacy, *pair.candidate);
    if (pair.legacy) {
        const auto severity = pair.is_duplicate
                                  ? Severity::high
                                  : missing_member_severity(legacy_.node(*pair.legacy));
        return report(Kind::missing, severity, pair.legacy, std::nullopt);
    }
    const auto severity = pair.is_duplicate ? Severity::high : Severity::low;
    report(Kind::added, severity, std::nullopt, pair.candidate);
}

void JsonDiff::compare_arrays(std::uint32_t legacy, std::uint32_t candidate) {
    const auto legacy_elements = elements_of(legacy_, legacy);
    const auto candidate_elements = elements_of(candidate_, candidate);
    const auto pairs = pair_elements(legacy_elements, candidate_elements, limits_, steps_left_);
    if (pairs.is_reordered) report_order(pairs, legacy, candidate);
    for (const auto& pair : pairs.list) {
        path_.push(pair.legacy ? *pair.legacy : *pair.candidate);
        compare_element(pair, legacy_elements, candidate_elements);
        path_.pop();
    }
}

/// More or fewer elements are other content, not another form: medium in both directions.
void JsonDiff::compare_element(const ElementPair& pair, const Elements& legacy,
                               const Elements& candidate) {
    if (!pair.candidate) {
        report(Kind::missing, Severity::medium, legacy.nodes[*pair.legacy], std::nullopt);
    } else if (!pair.legacy) {
        report(Kind::added, Severity::medium, std::nullopt, candidate.nodes[*pair.candidate]);
    } else {
        compare(legacy.nodes[*pair.legacy], candidate.nodes[*pair.candidate]);
    }
}

/// The keys of the elements that are on both sides, as a JSON array, up to the bound of a value.
std::string key_sequence(const json::Document& document, const std::vector<std::uint32_t>& keys,
                         const std::vector<std::size_t>& positions, std::size_t bytes_max) {
    std::string text = "[";
    for (const auto position : positions) {
        if (text.size() > bytes_max) break;
        if (text.size() > 1) text += ',';
        text += document.source(keys[position]).substr(0, bytes_max + 1);
    }
    return text + "]";
}

void JsonDiff::report_order(const ElementPairs& pairs, std::uint32_t legacy,
                            std::uint32_t candidate) {
    if (!pairs.key) return report(Kind::reordered, Severity::high, legacy, candidate);
    std::vector<std::size_t> in_legacy;
    std::vector<std::size_t> in_candidate;
    for (const auto& pair : pairs.list) {
        if (!pair.legacy || !pair.candidate) continue;
        in_legacy.push_back(*pair.legacy);
        in_candidate.push_back(*pair.candidate);
    }
    std::ranges::sort(in_candidate);
    const auto bytes_max = limits_.value_bytes_max;
    report(Kind::reordered, Severity::high,
           key_sequence(legacy_.document, pairs.key->legacy, in_legacy, bytes_max),
           key_sequence(candidate_.document, pairs.key->candidate, in_candidate, bytes_max));
}

void JsonDiff::report(Kind kind, Severity severity, std::optional<std::uint32_t> legacy,
                      std::optional<std::uint32_t> candidate) {
    report(kind, severity, legacy ? legacy_.document.source(*legacy) : std::string_view{},
           candidate ? candidate_.document.source(*candidate) : std::string_view{});
}

void JsonDiff::report(Kind kind, Severity severity, std::string_view legacy,
                      std::string_view candidate) {
    if (!found_.admits(path_.pattern_hash(), kind, severity)) return;
    found_.add({.path = path_.concrete(limits_.path_bytes_max),
                .pattern = path_.pattern(limits_.path_bytes_max),
                .kind = kind,
                .severity = severity,
                .legacy = bounded(legacy, limits_.value_bytes_max),
                .candidate = bounded(candidate, limits_.value_bytes_max)});
}

}  // namespace

void compare_json(const json::Document& legacy, const json::Document& candidate,
                  const DiffLimits& limits, Collector& found) {
    if (legacy.text() == candidate.text()) return;
    JsonDiff{legacy, candidate, limits, found}.compare(0, 0);
}

Differences diff_json(const json::Document& legacy, const json::Document& candidate,
                      const DiffLimits& limits) {
    Collector found{limits};
    compare_json(legacy, candidate, limits, found);
    return found.take();
}

}  // namespace shadowdiff::diff
