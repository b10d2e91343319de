// SPDX-License-Identifier: Apache-2.0
#include "normalise/html_words.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>

namespace shadowdiff::normalise {
namespace {

constexpr std::array boolean_attributes = {std::string_view{"allowfullscreen"},
                                           std::string_view{"async"},
                                           std::string_view{"autofocus"},
                                           std::string_view{"autoplay"},
                                           std::string_view{"checked"},
                                           std::string_view{"controls"},
                                           std::string_view{"default"},
                                           std::string_view{"defer"},
                                           std::string_view{"disabled"},
                                           std::string_view{"formnovalidate"},
                                           std::string_view{"hidden"},
                                           std::string_view{"inert"},
                                           std::string_view{"ismap"},
                                           std::string_view{"itemscope"},
                                           std::string_view{"loop"},
                                           std::string_view{"multiple"},
                                           std::string_view{"muted"},
                                           std::string_view{"nomodule"},
                                           std::string_view{"novalidate"},
                                           std::string_view{"open"},
                                           std::string_view{"playsinline"},
                                           std::string_view{"readonly"},
                                           std::string_view{"required"},
                                           std::string_view{"reversed"},
                                           std::string_view{"selected"}};

constexpr std::array spaced_elements = {std::string_view{"pre"}, std::string_view{"textarea"},
                                        std::string_view{"script"}, std::string_view{"style"}};

std::string_view name_of(const xmlNode& node) { return reinterpret_cast<const char*>(node.name); }

template <class Words>
bool among(std::string_view word, const Words& words) {
    return std::ranges::find(words, word) != words.end();
}

std::string_view attribute_of(const xmlNode& element, std::string_view name) {
    for (const auto* one = element.properties; one; one = one->next) {
        const bool is_it = reinterpret_cast<const char*>(one->name) == name;
        if (is_it && one->children && one->children->content) {
            return reinterpret_cast<const char*>(one->children->content);
        }
    }
    return {};
}

}  // namespace

std::string html_attribute_name(const xmlNode& element, std::string_view attribute) {
    const auto tag = name_of(element);
    const bool is_value =
        (tag == "input" && attribute == "value") || (tag == "meta" && attribute == "content");
    auto path = "@" + std::string{attribute};
    if (!is_value) return path;
    const auto name = attribute_of(element, "name");
    return name.empty() ? path : path.append(":").append(name);
}

std::string html_attribute_value(std::string_view attribute, std::string value) {
    if (among(attribute, boolean_attributes)) return {};
    if (attribute == "class" || attribute == "rel") return collapsed(value);
    return value;
}

bool keeps_space(const xmlNode& element) {
    for (const auto* one = &element; one && one->type == XML_ELEMENT_NODE; one = one->parent) {
        if (among(name_of(*one), spaced_elements)) return true;
    }
    return false;
}

bool is_inline(std::string_view element) {
    static constexpr std::array elements = {
        std::string_view{"a"},     std::string_view{"abbr"},   std::string_view{"b"},
        std::string_view{"bdi"},   std::string_view{"button"}, std::string_view{"cite"},
        std::string_view{"code"},  std::string_view{"em"},     std::string_view{"font"},
        std::string_view{"i"},     std::string_view{"img"},    std::string_view{"input"},
        std::string_view{"kbd"},   std::string_view{"label"},  std::string_view{"mark"},
        std::string_view{"q"},     std::string_view{"s"},      std::string_view{"samp"},
        std::string_view{"small"}, std::string_view{"span"},   std::string_view{"strong"},
        std::string_view{"sub"},   std::string_view{"sup"},    std::string_view{"svg"},
        std::string_view{"time"},  std::string_view{"u"},      std::string_view{"var"}};
    return among(element, elements);
}

std::string without_block_edges(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool at_edge = text[i] == block_edge[0];
        const bool before_edge = text[i] == ' ' && text.substr(i + 1, 1) == block_edge;
        const bool behind_edge = text[i] == ' ' && i > 0 && text[i - 1] == block_edge[0];
        if (!at_edge && !before_edge && !behind_edge) out += text[i];
    }
    return out;
}

std::string collapsed(std::string_view text) {
    std::string out;
    for (const char c : ascii::trimmed(text)) {
        const bool is_space = c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
        if (!is_space) {
            out += c;
        } else if (!out.ends_with(' ')) {
            out += ' ';
        }
    }
    return out;
}

}  // namespace shadowdiff::normalise
