// SPDX-License-Identifier: Apache-2.0
#include "normalise/body_form.hpp"

#include "content/charset.hpp"
#include "normalise/json_guard.hpp"

#include <fmt/format.h>

#include <utility>

namespace shadowdiff::normalise {
namespace {

bool is_beyond_limit(const json::ParseError& error) { return error.beyond_limit; }

std::string invalid_json(const json::ParseError& error) {
    return fmt::format("invalid JSON at byte {}: {}", error.offset, error.what);
}

/// What is labelled as a form that it has not, but looks like another: an error page of a proxy.
std::optional<Content> as_sniffed(std::string_view text, const std::string& content_type) {
    const auto format = sniffed_format(text);
    if (!format || format == Format::json) return std::nullopt;
    if (format == Format::json_sequence && !render_json_sequence(text)) return std::nullopt;
    return Structured{*format, Bytes{text}, content_type};
}

/// What is labelled as one JSON text and is several, one in each line.
std::optional<Content> as_json_lines(std::string_view text, const std::string& content_type) {
    const auto records = render_json_lines(text);
    constexpr std::string_view no_records = "[]";
    if (!records || *records == no_records) return std::nullopt;
    return Structured{Format::json_lines, Bytes{text}, content_type};
}

json::ParseResult parse_json(std::string_view text, const Document* like) {
    const auto* json = like != nullptr ? std::get_if<json::Document>(&like->content) : nullptr;
    return json != nullptr ? json::parse_borrowed(text, *json) : json::parse_borrowed(text);
}

Content json_content(Document& document, Bytes text, bool is_claimed, bool may_be_call,
                     const Document* like) {
    auto guarded = without_guard(text, may_be_call);
    auto parsed = parse_json(guarded.json, like);
    if (parsed) {
        document.guard = std::move(guarded.guard);
        parsed->own(guarded.json.size() == text.size() ? std::move(text) : Bytes{guarded.json});
        return std::move(*parsed);
    }
    if (is_beyond_limit(parsed.error())) return Digested{};
    if (auto other = as_sniffed(text, document.content_type)) return *std::move(other);
    if (is_claimed || sniffed_format(text) == Format::json) {
        if (auto lines = as_json_lines(text, document.content_type)) return *std::move(lines);
    }
    auto note = is_claimed ? invalid_json(parsed.error()) : std::string{};
    return Opaque{std::move(text), std::move(note)};
}

/// Takes the bytes where they are a text of it.
std::optional<content::Text> text_of(Bytes& bytes, std::string_view content_type) {
    const auto label = content::charset_label(content_type);
    if (auto text = content::take_utf8(bytes, label)) return text;
    if (!label.empty()) return std::nullopt;
    const auto declared = declared_charset(bytes);
    return declared.empty() ? std::nullopt : content::to_utf8(bytes, declared);
}

/// Claimed to be a text and none of its charset, or never claimed to be one.
Content bytes_content(Bytes bytes, std::optional<Format> claimed, std::string_view content_type) {
    const bool claims_text = claimed && *claimed != Format::binary;
    if (!claims_text) return Opaque{std::move(bytes), ""};
    if (claimed == Format::json) {
        const auto parsed = json::parse_borrowed(bytes);
        if (!parsed) return Opaque{std::move(bytes), invalid_json(parsed.error())};
    }
    const auto label = content::charset_label(content_type);
    return Opaque{std::move(bytes),
                  fmt::format("no text of charset {}", label.empty() ? "utf-8" : label)};
}

/// One JSON text alone is also a list of one.
bool holds_json(Format format) {
    return format == Format::json_lines || format == Format::json_sequence;
}

Content text_content(Document& document, Bytes text, std::optional<Format> claimed,
                     const Document* like) {
    const auto format = claimed ? *claimed : sniffed_format(text).value_or(Format::binary);
    switch (format) {
        case Format::json:
            return json_content(document, std::move(text), claimed.has_value(), true, like);
        case Format::javascript: return json_content(document, std::move(text), false, true, like);
        case Format::text:
        case Format::binary: break;
        default:
            if (!holds_json(format) && sniffed_format(text) == Format::json &&
                json::parse_borrowed(text)) {
                return json_content(document, std::move(text), false, false, like);
            }
            return Structured{format, std::move(text), document.content_type};
    }
    if (sniffed_format(text) == Format::json) {
        return json_content(document, std::move(text), false, false, like);
    }
    return Opaque{std::move(text), ""};
}

/// The bytes are kept whatever comes of reading them: two equal bodies are equal unread.
Content proto_content(Bytes bytes, Format format, Rendered rendered, std::string content_type) {
    if (!rendered) {
        return Opaque{std::move(bytes),
                      fmt::format("no {}: {}", name(format), rendered.error().why)};
    }
    return Structured{format, std::move(bytes), std::move(content_type), std::move(*rendered)};
}

}  // namespace

void set_content(Document& document, Bytes decoded, const http::Fields& headers,
                 const Context& context, const ContentLimits& limits) {
    if (decoded.empty()) return;
    const auto& type = document.content_type;
    const auto claimed = claimed_format(type);
    if (claimed == Format::protobuf) {
        auto rendered = render_protobuf(decoded, type, context);
        document.content = proto_content(std::move(decoded), *claimed, std::move(rendered), type);
        return;
    }
    if (claimed == Format::grpc) {
        auto rendered = render_grpc(decoded, headers, context, limits);
        document.content = proto_content(std::move(decoded), *claimed, std::move(rendered), type);
        return;
    }
    if (claimed == Format::multipart) {
        document.content = Structured{*claimed, std::move(decoded), type};
        return;
    }
    auto text = text_of(decoded, type);
    if (!text) {
        document.content = bytes_content(std::move(decoded), claimed, type);
        return;
    }
    document.charset = std::move(text->charset);
    document.has_mark = text->has_mark;
    document.content = text->utf8.empty()
                           ? Content{NoBody{}}
                           : text_content(document, std::move(text->utf8), claimed, context.like);
}

}  // namespace shadowdiff::normalise
