// SPDX-License-Identifier: Apache-2.0
#include "redact/json_body.hpp"

#include "redact/find.hpp"

#include <cstdint>

namespace shadowdiff::redact {
namespace {

class Walk {
public:
    Walk(const json::Document& document, const Names& names, const Digester& digester)
        : document_{document}, names_{names}, digester_{digester}, rewrite_{document.text()} {}

    /// Recurses no deeper than the parser allowed.
    void visit(std::uint32_t index, bool is_secret);
    std::string finish() { return rewrite_.finish(); }

private:
    void visit_object(std::uint32_t index, bool is_secret);
    void visit_string(const json::Node& node, bool is_secret);
    void visit_number(const json::Node& node, bool is_secret);

    const json::Document& document_;
    const Names& names_;
    const Digester& digester_;
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
                visit(child, is_secret);
                child = document_.nodes()[child].next;
            }
    }
}

void Walk::visit_object(std::uint32_t index, bool is_secret) {
    const auto& nodes = document_.nodes();
    for (auto key = index + 1; key < nodes[index].next;) {
        const auto value = nodes[key].next;
        const auto name = document_.string_value(nodes[key]);
        visit_string(nodes[key], false);
        visit(value, is_secret || names_.is_secret_field(name));
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
    if (node.has_escapes) {
        // Where in the escaped text a credential stands is not worth knowing: all of it goes.
        const auto value = document_.string_value(node);
        if (find_credentials(value, names_).empty()) return;
        return rewrite_.replace(begin, begin + raw.size(), digester_(value));
    }
    for (const auto& match : find_credentials(raw, names_)) {
        rewrite_.replace(begin + match.begin, begin + match.end, digester_(match.secret));
    }
}

void Walk::visit_number(const json::Node& node, bool is_secret) {
    const auto raw = document_.raw(node);
    if (!is_secret && find_credentials(raw, names_).empty()) return;
    rewrite_.replace(node.begin, node.begin + raw.size(), '"' + digester_(raw) + '"');
}

}  // namespace

std::string redact_json(const json::Document& document, const Names& names,
                        const Digester& digester, bool all_secret) {
    Walk walk{document, names, digester};
    walk.visit(0, all_secret);
    return walk.finish();
}

}  // namespace shadowdiff::redact
