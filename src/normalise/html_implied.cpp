// SPDX-License-Identifier: Apache-2.0
#include "normalise/html_implied.hpp"

#include "normalise/html_source.hpp"
#include "normalise/markup.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace shadowdiff::normalise {
namespace {

using Tags = std::initializer_list<std::string_view>;

const xmlChar* as_xml(std::string_view literal) {
    return reinterpret_cast<const xmlChar*>(literal.data());
}

bool is_one_of(const xmlNode& node, Tags tags) {
    return node.type == XML_ELEMENT_NODE && std::ranges::find(tags, view(node.name)) != tags.end();
}

bool is_blank_text(const xmlNode& node) {
    return node.type == XML_COMMENT_NODE ||
           (node.type == XML_TEXT_NODE &&
            view(node.content).find_first_not_of(" \t\r\n\f") == std::string_view::npos);
}

/// Each run of such children, and what is blank between them, into an element of its own.
void wrap_runs(xmlNode& parent, Tags children, std::string_view wrapper) {
    xmlNode* around = nullptr;
    for (auto* child = parent.children; child != nullptr;) {
        auto* const next = child->next;
        const bool is_wrapped = is_one_of(*child, children);
        if (is_wrapped && around == nullptr) {
            around = xmlNewDocNode(parent.doc, nullptr, as_xml(wrapper), nullptr);
            xmlAddPrevSibling(child, around);
        }
        if (around != nullptr && (is_wrapped || is_blank_text(*child))) {
            xmlUnlinkNode(child);
            xmlAddChild(around, child);
        } else {
            around = nullptr;
        }
        child = next;
    }
}

void settle_table(xmlNode& element) {
    if (is_one_of(element, {"table", "tbody", "thead", "tfoot"})) {
        wrap_runs(element, {"td", "th"}, "tr");
    }
    if (is_one_of(element, {"table"})) {
        wrap_runs(element, {"tr"}, "tbody");
        wrap_runs(element, {"col"}, "colgroup");
    }
}

/// The next in the order of the text.
xmlNode* next_in_order(xmlNode& root, xmlNode& node) {
    if (node.type == XML_ELEMENT_NODE && node.children != nullptr) return node.children;
    for (auto* at = &node; at != &root; at = at->parent) {
        if (at->next != nullptr) return at->next;
    }
    return nullptr;
}

/// Takes the mark off; false where there is none.
bool was_written(xmlNode& paragraph) {
    auto* const mark = xmlHasProp(&paragraph, as_xml(written_paragraph));
    return mark != nullptr && xmlRemoveProp(mark) == 0;
}

void put_children_in_place_of(xmlNode& element) {
    while (auto* const child = element.children) {
        xmlUnlinkNode(child);
        xmlAddPrevSibling(&element, child);
    }
    xmlUnlinkNode(&element);
    xmlFreeNode(&element);
}

/// The paragraph that libxml2 opened by itself stands before all others.
void settle_paragraphs(const std::vector<xmlNode*>& paragraphs) {
    const auto written = std::ranges::find_if(
        paragraphs, [](xmlNode* paragraph) { return was_written(*paragraph); });
    if (written != paragraphs.begin()) put_children_in_place_of(*paragraphs.front());
}

void settle_empty(xmlNode& root) {
    for (auto* child = root.children; child != nullptr;) {
        auto* const next = child->next;
        bool is_empty = is_one_of(*child, {"head", "body"}) && child->properties == nullptr;
        for (const auto* inside = is_empty ? child->children : nullptr; inside != nullptr;
             inside = inside->next) {
            is_empty = is_empty && is_blank_text(*inside);
        }
        if (is_empty) {
            xmlUnlinkNode(child);
            xmlFreeNode(child);
        }
        child = next;
    }
}

}  // namespace

void settle_implied(xmlNode* root) {
    if (root == nullptr) return;
    std::vector<xmlNode*> paragraphs;
    for (auto* node = root; node != nullptr; node = next_in_order(*root, *node)) {
        settle_table(*node);
        if (is_one_of(*node, {"p"})) paragraphs.push_back(node);
    }
    if (!paragraphs.empty()) settle_paragraphs(paragraphs);
    settle_empty(*root);
}

}  // namespace shadowdiff::normalise
