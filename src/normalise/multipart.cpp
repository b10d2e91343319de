// SPDX-License-Identifier: Apache-2.0
// Multipart bodies (RFC 2046): the boundary says nothing, the parts do.
#include "base/ascii.hpp"
#include "content/media_parameter.hpp"
#include "http/message.hpp"
#include "normalise/grouped.hpp"
#include "normalise/text_lines.hpp"
#include "normalise/tree_forms.hpp"

#include <optional>

namespace shadowdiff::normalise {
namespace {

http::Fields take_fields(ByteView& part) {
    http::Fields fields;
    while (!part.empty()) {
        const auto line = take_line(part);
        if (line.empty()) break;
        const auto colon = std::min(line.find(':'), line.size());
        const auto value = line.substr(std::min(colon + 1, line.size()));
        fields.push_back(
            {ascii::lower_case(line.substr(0, colon)), std::string{ascii::trimmed(value)}});
    }
    return fields;
}

/// What stands between here and the next delimiter line; nothing when none comes.
std::optional<ByteView> take_part(ByteView& rest, const std::string& delimiter) {
    for (auto at = rest.find(delimiter); at != rest.npos; at = rest.find(delimiter, at + 1)) {
        if (at > 0 && rest[at - 1] != '\n') continue;
        auto part = rest.substr(0, at);
        rest.remove_prefix(at + delimiter.size());
        if (part.ends_with('\n')) part.remove_suffix(1);
        if (part.ends_with('\r')) part.remove_suffix(1);
        return part;
    }
    return std::nullopt;
}

Bytes render_part(const http::Fields& fields, ByteView body) {
    JsonText json;
    json.open_object();
    json.key("headers");
    json.open_object();
    for (const auto& field : fields) json.member(field.name, field.value);
    json.close_object();
    json.member("body", body);
    json.close_object();
    return json.take();
}

}  // namespace

Rendered render_multipart(ByteView body, std::string_view content_type) {
    const auto boundary = content::media_parameter(content_type, "boundary");
    if (boundary.empty()) return std::unexpected{Unreadable{"multipart without a boundary"}};
    const auto delimiter = "--" + boundary;
    if (!take_part(body, delimiter)) return std::unexpected{Unreadable{"multipart without parts"}};
    Grouped parts;
    while (!body.starts_with("--")) {
        take_line(body);  // what is left of the delimiter's line
        auto part = take_part(body, delimiter);
        if (!part) return std::unexpected{Unreadable{"multipart without its closing delimiter"}};
        const auto fields = take_fields(*part);
        const auto disposition = http::value_of(fields, "content-disposition").value_or("");
        const auto name = content::media_parameter(disposition, "name");
        parts.emplace_back(name.empty() ? "#parts" : name, render_part(fields, *part));
    }
    JsonText json;
    json.open_object();
    write_lists(json, parts);
    write_order(json, parts);
    json.close_object();
    return json.take();
}

}  // namespace shadowdiff::normalise
