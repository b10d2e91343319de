// SPDX-License-Identifier: Apache-2.0
// HTML, read as leniently as browsers do.
#include "normalise/html_implied.hpp"
#include "normalise/html_source.hpp"
#include "normalise/markup.hpp"

#include <fmt/format.h>
#include <libxml/HTMLparser.h>

namespace shadowdiff::normalise {

Rendered render_html(std::string_view text, const TreeLimits& limits) {
    // The parser takes it for the end, and what stands behind it would not be compared.
    if (text.contains('\0')) return std::unexpected{Unreadable{"holds a NUL"}};
    const auto source = text.size() <= limits.markup_bytes_max
                            ? readable_html(text, limits.markup_bytes_max)
                            : std::nullopt;
    if (!source) {
        return std::unexpected{
            Unreadable{fmt::format("longer than {} bytes", limits.markup_bytes_max), true}};
    }
    prepare_parser();
    constexpr int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                            HTML_PARSE_NONET | HTML_PARSE_COMPACT;
    const MarkupDocument document{htmlReadMemory(
        source->text.data(), static_cast<int>(source->text.size()), nullptr, "UTF-8", options)};
    if (!document) return std::unexpected{Unreadable{"no HTML"}};
    auto* const root = xmlDocGetRootElement(document.get());
    settle_implied(root);
    // A document that the parser cut at its own bound of depth reaches ours first.
    return render_markup(root, Markup::html, limits, source->names);
}

}  // namespace shadowdiff::normalise
