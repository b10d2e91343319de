// SPDX-License-Identifier: Apache-2.0
// Each form's way to a JSON text. What they have in common is said in tree.hpp.
#pragma once

#include "normalise/tree.hpp"

namespace shadowdiff::normalise {

using Rendered = std::expected<Bytes, Unreadable>;

Rendered render_json_lines(std::string_view text);
Rendered render_json_sequence(std::string_view text);
/// A list of events, each with event, data, and id and retry where they were sent. Comments, which
/// keep connections alive, and an event that has not ended are left out.
Rendered render_event_stream(std::string_view text);
/// {"root": {"@attribute": "…", "child": [{…}], "#text": "…", "#order": ["child", …]}}.
Rendered render_xml(std::string_view text, const TreeLimits& limits);
Rendered render_html(std::string_view text, const TreeLimits& limits);
/// {"name": ["value", …]}
Rendered render_form(std::string_view text);
Rendered render_multipart(ByteView body, std::string_view content_type);
Rendered render_csv(std::string_view text, char separator);
/// Lines without their ends.
Bytes render_lines(std::string_view text);
/// Field numbers and what stands on the wire, for want of a descriptor.
Rendered render_wire(ByteView message, const TreeLimits& limits);

}  // namespace shadowdiff::normalise
