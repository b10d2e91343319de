// SPDX-License-Identifier: Apache-2.0
#include "normalise/tree.hpp"

#include "normalise/tree_forms.hpp"

#include <utility>

namespace shadowdiff::normalise {
namespace {

Rendered render(const Structured& body, const TreeLimits& limits) {
    if (!body.json.empty()) return body.json;
    switch (body.format) {
        case Format::json_lines: return render_json_lines(body.bytes);
        case Format::json_sequence: return render_json_sequence(body.bytes);
        case Format::event_stream: return render_event_stream(body.bytes);
        case Format::xml: return render_xml(body.bytes, limits);
        case Format::html: return render_html(body.bytes, limits);
        case Format::form: return render_form(body.bytes);
        case Format::multipart: return render_multipart(body.bytes, body.content_type);
        case Format::csv: {
            const bool has_tabs = media_type(body.content_type) == "text/tab-separated-values";
            return render_csv(body.bytes, has_tabs ? '\t' : ',');
        }
        case Format::protobuf: return render_wire(body.bytes, limits);
        case Format::text: return render_lines(body.bytes);
        case Format::json: return body.bytes;
        case Format::grpc:
        case Format::javascript:
        case Format::binary: break;
    }
    return std::unexpected{Unreadable{"no form that has a tree"}};
}

}  // namespace

std::expected<json::Document, Unreadable> to_tree(const Structured& body,
                                                  const TreeLimits& limits) {
    auto text = render(body, limits);
    if (!text) return std::unexpected{std::move(text.error())};
    auto tree = json::parse(std::move(*text));
    if (tree) return std::move(*tree);
    return std::unexpected{Unreadable{tree.error().what, tree.error().beyond_limit}};
}

}  // namespace shadowdiff::normalise
