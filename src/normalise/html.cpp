// SPDX-License-Identifier: Apache-2.0
// HTML, read as leniently as browsers do.
#include "normalise/markup.hpp"

#include <fmt/format.h>
#include <libxml/HTMLparser.h>

namespace shadowdiff::normalise {

Rendered render_html(std::string_view text, const TreeLimits& limits) {
    if (text.size() > limits.markup_bytes_max) {
        return std::unexpected{
            Unreadable{fmt::format("longer than {} bytes", limits.markup_bytes_max), true}};
    }
    // The parser takes it for the end, and what stands behind it would not be compared.
    if (text.contains('\0')) return std::unexpected{Unreadable{"holds a NUL"}};
    prepare_parser();
    constexpr int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                            HTML_PARSE_NONET | HTML_PARSE_COMPACT;
    const MarkupDocument document{
        htmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, "UTF-8", options)};
    if (!document) return std::unexpected{Unreadable{"no HTML"}};
    // A document that the parser cut at its own bound of depth reaches ours first.
    return render_markup(xmlDocGetRootElement(document.get()), Markup::html, limits);
}

}  // namespace shadowdiff::normalise
