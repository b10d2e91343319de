// SPDX-License-Identifier: Apache-2.0
#include "normalise/markup.hpp"

#include "base/ascii.hpp"
#include "normalise/grouped.hpp"
#include "normalise/html_words.hpp"

#include <fmt/format.h>
#include <libxml/parser.h>

#include <algorithm>
#include <optional>

namespace shadowdiff::normalise {
namespace {

// Where a child stands in its parent's text: U+FFFC, the object replacement character.
constexpr std::string_view child_mark = "\xef\xbf\xbc";

bool is_space(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// To an entity that a document outside declares. No text can hold the mark.
std::string reference(const xmlNode& node) {
    return std::string{"\x01&"}.append(view(node.name)).append(";");
}

/// By its namespace, not by the prefix that somebody chose for it.
std::string attribute_name(const xmlAttr& attribute) {
    const std::string name{view(attribute.name)};
    if (!attribute.ns) return "@" + name;
    const auto uri = view(attribute.ns->href);
    if (uri == "http://www.w3.org/XML/1998/namespace") return "@xml:" + name;
    return fmt::format("@{{{}}}{}", uri, name);
}

/// Known to hold a qualified name: a type of XML Schema, a code of SOAP.
bool holds_name(const xmlAttr& attribute) {
    return attribute.ns && view(attribute.name) == "type" &&
           view(attribute.ns->href) == "http://www.w3.org/2001/XMLSchema-instance";
}

bool holds_name(const xmlNode& element) {
    if (!element.ns) return view(element.name) == "faultcode";
    return view(element.name) == "Value" &&
           view(element.ns->href) == "http://www.w3.org/2003/05/soap-envelope";
}

std::string attribute_value(const xmlAttr& attribute) {
    std::string value;
    for (const auto* child = attribute.children; child; child = child->next) {
        value += child->type == XML_ENTITY_REF_NODE ? reference(*child)
                                                    : std::string{view(child->content)};
    }
    return value;
}

class Renderer {
public:
    Renderer(Markup markup, const TreeLimits& limits, const HtmlNames& names)
        : markup_{markup}, limits_{limits}, names_{names} {}

    Bytes render(const xmlNode& element, std::string_view parent_namespace);
    bool is_too_deep() const { return is_too_deep_; }
    bool is_too_long() const { return namespace_bytes_ > limits_.namespace_bytes_max; }

private:
    struct Content {
        Grouped children;
        std::string text;
    };

    void write_attributes(JsonText& out, const xmlNode& element);
    Content content_of(const xmlNode& element, std::string_view own_namespace);
    std::string text_of(const xmlNode& element, std::string text) const;
    std::string mark_of(const xmlNode& child) const;
    std::string resolved(const xmlNode& element, std::string text);

    Markup markup_;
    const TreeLimits& limits_;
    const HtmlNames& names_;
    std::size_t depth_ = 0;
    bool is_too_deep_ = false;
    std::size_t declarations_seen_ = 0;
    std::size_t namespace_bytes_ = 0;  // a name that is declared once is written many times
};

Bytes Renderer::render(const xmlNode& element, std::string_view parent_namespace) {
    if (++depth_ > limits_.markup_depth_max) is_too_deep_ = true;
    JsonText out;
    out.open_object();
    const auto own_namespace = element.ns ? view(element.ns->href) : std::string_view{};
    if (markup_ == Markup::xml && own_namespace != parent_namespace) {
        namespace_bytes_ += own_namespace.size();
        out.member("@xmlns", own_namespace);
    }
    write_attributes(out, element);
    if (!is_too_deep_ && !is_too_long()) {
        auto content = content_of(element, own_namespace);
        write_lists(out, content.children);
        if (!content.children.empty()) write_order(out, content.children);
        auto text = text_of(element, std::move(content.text));
        if (markup_ == Markup::xml && holds_name(element)) {
            text = resolved(element, std::move(text));
        }
        if (!text.empty()) out.member("#text", text);
    }
    out.close_object();
    --depth_;
    return out.take();
}

void Renderer::write_attributes(JsonText& out, const xmlNode& element) {
    for (const auto* attribute = element.properties; attribute; attribute = attribute->next) {
        auto value = attribute_value(*attribute);
        if (markup_ == Markup::xml) {
            if (attribute->ns) namespace_bytes_ += view(attribute->ns->href).size();
            if (holds_name(*attribute)) value = resolved(element, std::move(value));
            if (is_too_long()) return;
            out.member(attribute_name(*attribute), value);
        } else {
            const auto given = names_.find(view(attribute->name));
            const auto name = given == names_.end() ? view(attribute->name) : given->second;
            out.member(html_attribute_name(element, name),
                       html_attribute_value(name, std::move(value)));
        }
    }
}

/// A qualified name as its namespace and what stands behind the prefix, and any other text as it
/// is.
std::string Renderer::resolved(const xmlNode& element, std::string text) {
    const auto colon = text.find(':');
    const auto prefix = std::string_view{text}.substr(0, colon == text.npos ? 0 : colon);
    for (const auto* node = &element; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
        for (const auto* declared = node->nsDef; declared; declared = declared->next) {
            if (++declarations_seen_ > limits_.declarations_seen_max) return text;
            if (view(declared->prefix) != prefix) continue;
            const auto uri = view(declared->href);
            namespace_bytes_ += uri.size();
            return uri.empty() ? text : fmt::format("{{{}}}{}", uri, text.substr(colon + 1));
        }
    }
    return text;
}

Renderer::Content Renderer::content_of(const xmlNode& element, std::string_view own_namespace) {
    Content content;
    for (const auto* child = element.children; child; child = child->next) {
        switch (child->type) {
            case XML_ELEMENT_NODE:
                content.children.emplace_back(view(child->name), render(*child, own_namespace));
                content.text += mark_of(*child);
                break;
            case XML_TEXT_NODE:
            case XML_CDATA_SECTION_NODE: content.text += view(child->content); break;
            case XML_ENTITY_REF_NODE: content.text += reference(*child); break;
            default: break;  // comments and processing instructions say nothing
        }
    }
    return content;
}

std::string Renderer::mark_of(const xmlNode& child) const {
    if (markup_ == Markup::xml || is_inline(view(child.name))) return std::string{child_mark};
    return std::string{block_edge}.append(child_mark).append(block_edge);
}

/// Without the white space that only lays the source out. A text that is nothing but marks says
/// nothing that the order of the children does not.
std::string Renderer::text_of(const xmlNode& element, std::string text) const {
    if (markup_ == Markup::html) {
        text = without_block_edges(keeps_space(element) ? text : collapsed(text));
    }
    std::string words;
    std::size_t at = 0;
    for (auto mark = text.find(child_mark); mark != text.npos; mark = text.find(child_mark, at)) {
        words.append(text, at, mark - at);
        at = mark + child_mark.size();
    }
    words.append(text, at);
    const bool has_children = words.size() != text.size();
    return is_space(words) && (has_children || markup_ == Markup::html) ? std::string{} : text;
}

}  // namespace

void prepare_parser() {
    [[maybe_unused]] static const bool is_ready = [] {
        xmlInitParser();
        return true;
    }();
}

Rendered render_markup(const xmlNode* root, Markup markup, const TreeLimits& limits,
                       const HtmlNames& names) {
    if (!root) return std::unexpected{Unreadable{"no element"}};
    Renderer renderer{markup, limits, names};
    JsonText out;
    out.open_object();
    out.key(view(root->name));
    out.value(renderer.render(*root, ""));
    out.close_object();
    if (renderer.is_too_long()) {
        return std::unexpected{
            Unreadable{fmt::format("names of namespaces take more than {} bytes in it",
                                   limits.namespace_bytes_max),
                       true}};
    }
    if (!renderer.is_too_deep()) return out.take();
    return std::unexpected{
        Unreadable{fmt::format("nested deeper than {}", limits.markup_depth_max), true}};
}

}  // namespace shadowdiff::normalise
