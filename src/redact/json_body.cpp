// SPDX-License-Identifier: Apache-2.0
#include "redact/json_body.hpp"

#include "base/ascii.hpp"
#include "redact/find.hpp"
#include "redact/minted.hpp"
#include "redact/octets.hpp"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <vector>

namespace shadowdiff::redact {
namespace {

using Words = std::initializer_list<std::string_view>;

/// {"name": "password", "value": "…"}, as lists of fields, headers and settings are written.
constexpr Words naming = {"name", "key", "field", "header", "property", "parameter", "param"};
constexpr Words holding = {"value", "values", "val", "content"};

bool is_one_of(std::string_view name, Words words) {
    return std::ranges::any_of(words, [&](std::string_view word) {
        return name.size() == word.size() && std::ranges::equal(name, word, {}, ascii::to_lower);
    });
}

class Walk {
public:
    Walk(const json::Document& document, const Known& known, const Digester& digester,
         bool hides_octets)
        : document_{document},
          known_{known},
          digester_{digester},
          hides_octets_{hides_octets},
          rewrite_{document.text()} {}

    /// Recurses no deeper than the parser allowed.
    void visit(std::uint32_t index, bool is_secret);
    std::string finish() { return rewrite_.finish(); }

private:
    void visit_object(std::uint32_t index, bool is_secret);
    void visit_element(std::uint32_t index, bool is_secret);
    bool holds_secret_name(std::uint32_t index) const;
    bool names_secret(std::uint32_t object) const;
    void visit_string(const json::Node& node, bool is_secret);
    void visit_number(const json::Node& node, bool is_secret);

    const json::Document& document_;
    const Known& known_;
    std::vector<std::string> way_;  // the names that lead here, where paths were declared
    const Digester& digester_;
    bool hides_octets_;
    Rewrite rewrite_;
};

void Walk::visit(std::uint32_t index, bool is_secret) {
    const auto& node = document_.nodes()[index];
    switch (node.type) {
        case json::Type::null:
        case json::Type::boolean: return;
        case json::Type::number: return visit_number(node, is_secret);
        case json::Type::string: return visit_string(node, is_secret);
        case json::Type::object: return visit_object(index, is_secret);
        case json::Type::array:
            for (auto child = index + 1; child < node.next;) {
                visit_element(child, is_secret);
                child = document_.nodes()[child].next;
            }
    }
}

bool Walk::holds_secret_name(std::uint32_t index) const {
    const auto& node = document_.nodes()[index];
    return node.type == json::Type::string &&
           known_.names.is_secret_field(document_.string_value(node));
}

bool Walk::names_secret(std::uint32_t object) const {
    const auto& nodes = document_.nodes();
    for (auto key = object + 1; key < nodes[object].next; key = nodes[nodes[key].next].next) {
        if (!is_one_of(document_.raw(nodes[key]), naming)) continue;
        if (holds_secret_name(nodes[key].next)) return true;
    }
    return false;
}

/// ["password", "…"] in a list is one of its pairs.
void Walk::visit_element(std::uint32_t index, bool is_secret) {
    const auto& nodes = document_.nodes();
    const auto first = index + 1;
    const auto second = first < nodes[index].next ? nodes[first].next : first;
    const bool is_pair = nodes[index].type == json::Type::array && second < nodes[index].next &&
                         nodes[second].next == nodes[index].next;
    if (is_secret || !is_pair || !holds_secret_name(first)) return visit(index, is_secret);
    visit(first, false);
    visit(second, true);
}

void Walk::visit_object(std::uint32_t index, bool is_secret) {
    const auto& nodes = document_.nodes();
    const bool is_named = !is_secret && names_secret(index);
    for (auto key = index + 1; key < nodes[index].next;) {
        const auto value = nodes[key].next;
        const auto name = document_.string_value(nodes[key]);
        visit_string(nodes[key], is_secret && looks_minted(name));
        const bool has_way = known_.names.has_paths();
        if (has_way) way_.push_back(name);
        visit(value, is_secret || known_.names.is_secret_field(name) ||
                         (is_named && is_one_of(name, holding)) ||
                         (has_way && known_.names.is_secret_path(way_)));
        if (has_way) way_.pop_back();
        key = nodes[value].next;
    }
}

// The node's text has no quotes, so the replacement stays between them.
void Walk::visit_string(const json::Node& node, bool is_secret) {
    const auto raw = document_.raw(node);
    if (raw.empty() || is_redacted(raw)) return;
    const std::size_t begin = node.begin;
    if (is_secret) {
        const auto value = document_.string_value(node);
        return rewrite_.replace(begin, begin + raw.size(), digester_(value));
    }
    if (hides_octets_ && raw.starts_with(base64_mark)) {
        const auto octets = raw.substr(base64_mark.size());
        if (octets.empty() || is_redacted(octets)) return;
        return rewrite_.replace(begin + base64_mark.size(), begin + raw.size(), digester_(octets));
    }
    if (node.has_escapes) {
        // Where in the escaped text a credential stands is not worth knowing: all of it goes.
        const auto value = document_.string_value(node);
        if (find_credentials(value, known_).empty()) return;
        return rewrite_.replace(begin, begin + raw.size(), digester_(value));
    }
    for (const auto& match : find_credentials(raw, known_)) {
        rewrite_.replace(begin + match.begin, begin + match.end, digester_(match.secret));
    }
}

void Walk::visit_number(const json::Node& node, bool is_secret) {
    const auto raw = document_.raw(node);
    if (!is_secret && find_credentials(raw, known_).empty()) return;
    rewrite_.replace(node.begin, node.begin + raw.size(), '"' + digester_(raw) + '"');
}

}  // namespace

std::string redact_json(const json::Document& document, const Known& known,
                        const Digester& digester, JsonScope scope) {
    Walk walk{document, known, digester, scope.hides_octets};
    walk.visit(0, scope.is_secret);
    return walk.finish();
}

}  // namespace shadowdiff::redact
