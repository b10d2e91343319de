// SPDX-License-Identifier: Apache-2.0
// libxml2's tree -> JSON text, for XML and HTML alike.
#pragma once

#include "normalise/html_source.hpp"
#include "normalise/tree_forms.hpp"

#include <libxml/tree.h>

#include <memory>

namespace shadowdiff::normalise {

struct FreeDocument {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
using MarkupDocument = std::unique_ptr<xmlDoc, FreeDocument>;

/// Before the first document, in whichever thread that is.
void prepare_parser();

enum class Markup : bool { xml, html };

/// {"name of the root": {…}}. `names`: of attributes that stand under another in the tree.
Rendered render_markup(const xmlNode* root, Markup markup, const TreeLimits& limits,
                       const HtmlNames& names = {});

inline std::string_view view(const xmlChar* text) {
    return text ? std::string_view{reinterpret_cast<const char*>(text)} : std::string_view{};
}

}  // namespace shadowdiff::normalise
