// SPDX-License-Identifier: Apache-2.0
// XML 1.0: what Canonical XML calls equal has one tree. Nothing outside the text is ever read, and
// a text that declares entities of its own is not read at all.
#include "normalise/markup.hpp"

#include <fmt/format.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>

namespace shadowdiff::normalise {
namespace {

struct FreeContext {
    void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};

std::string fault_of(const xmlParserCtxt& context) {
    const auto& error = context.lastError;
    std::string_view message = error.message ? error.message : "not well-formed";
    message = message.substr(0, message.find('\n'));
    return fmt::format("line {}: {}", error.line, message);
}

/// What the parser calls an internal error is its bound of depth.
bool is_cut(const xmlParserCtxt& context) {
    return context.lastError.code == XML_ERR_INTERNAL_ERROR;
}

/// libxml2 knows no such entity, and would leave a reference to it out of an attribute's value. It
/// is given one that has no content, and so keeps the reference. Lives until the next is asked for.
class OutsideEntity {
public:
    static void attach(OutsideEntity& outside, xmlParserCtxt& context) {
        context._private = &outside;
        context.sax->getEntity = find;
    }

private:
    static xmlEntity* find(void* user, const xmlChar* name) {
        const auto& context = *static_cast<const xmlParserCtxt*>(user);
        if (auto* const known = xmlSAX2GetEntity(user, name)) return known;
        // Elsewhere, what nobody can have declared is an error (XML 1.0, section 4.1).
        const bool is_declared_outside = context.standalone != 1 && context.hasExternalSubset == 1;
        if (context.instate != XML_PARSER_ATTRIBUTE_VALUE || !is_declared_outside) return nullptr;
        auto& entity = static_cast<OutsideEntity*>(context._private)->entity_;
        entity = {};
        entity.type = XML_ENTITY_DECL;
        entity.etype = XML_INTERNAL_GENERAL_ENTITY;
        entity.name = name;
        return &entity;
    }

    xmlEntity entity_ = {};
};

bool declares_entities(const xmlDoc& document) {
    return document.intSubset && document.intSubset->entities;
}

}  // namespace

Rendered render_xml(std::string_view text, const TreeLimits& limits) {
    if (text.size() > limits.markup_bytes_max) {
        return std::unexpected{
            Unreadable{fmt::format("longer than {} bytes", limits.markup_bytes_max), true}};
    }
    // libxml2 copies a default into each element that lacks the attribute.
    if (text.contains("<!ATTLIST") || text.contains("<!ENTITY")) {
        return std::unexpected{
            Unreadable{"declares entities or default attributes, which are not followed"}};
    }
    // The parser takes it for the end, and what stands behind it would not be compared.
    if (text.contains('\0')) return std::unexpected{Unreadable{"holds a NUL"}};
    prepare_parser();
    const std::unique_ptr<xmlParserCtxt, FreeContext> context{xmlNewParserCtxt()};
    OutsideEntity outside;
    OutsideEntity::attach(outside, *context);
    constexpr int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                            XML_PARSE_NOCDATA | XML_PARSE_COMPACT;
    const MarkupDocument document{xmlCtxtReadMemory(
        context.get(), text.data(), static_cast<int>(text.size()), nullptr, "UTF-8", options)};
    if (!document || !context->wellFormed) {
        return std::unexpected{Unreadable{fault_of(*context), is_cut(*context)}};
    }
    if (declares_entities(*document)) {
        return std::unexpected{Unreadable{"declares entities, which are not followed"}};
    }
    return render_markup(xmlDocGetRootElement(document.get()), Markup::xml, limits);
}

}  // namespace shadowdiff::normalise
