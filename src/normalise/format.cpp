// SPDX-License-Identifier: Apache-2.0
#include "normalise/format.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>

namespace shadowdiff::normalise {
namespace {

struct Type {
    std::string_view name;
    Format format;
};

// Before the suffixes: application/stream+json is no JSON text.
constexpr std::array types{
    Type{"application/json", Format::json},
    Type{"text/json", Format::json},
    Type{"application/x-ndjson", Format::json_lines},
    Type{"application/ndjson", Format::json_lines},
    Type{"application/jsonl", Format::json_lines},
    Type{"application/x-jsonlines", Format::json_lines},
    Type{"application/jsonlines", Format::json_lines},
    Type{"application/stream+json", Format::json_lines},
    Type{"application/json-seq", Format::json_sequence},
    Type{"text/event-stream", Format::event_stream},
    Type{"application/xml", Format::xml},
    Type{"text/xml", Format::xml},
    Type{"text/html", Format::html},
    Type{"application/x-www-form-urlencoded", Format::form},
    Type{"text/csv", Format::csv},
    Type{"application/csv", Format::csv},
    Type{"text/tab-separated-values", Format::csv},
    Type{"application/protobuf", Format::protobuf},
    Type{"application/x-protobuf", Format::protobuf},
    Type{"application/x-google-protobuf", Format::protobuf},
    Type{"application/vnd.google.protobuf", Format::protobuf},
    Type{"application/javascript", Format::javascript},
    Type{"application/x-javascript", Format::javascript},
    Type{"text/javascript", Format::javascript},
    Type{"application/zip", Format::binary},
    Type{"application/pdf", Format::binary},
    Type{"application/gzip", Format::binary},
};

constexpr std::array suffixes{Type{"+json", Format::json}, Type{"+json-seq", Format::json_sequence},
                              Type{"+xml", Format::xml}, Type{"+proto", Format::protobuf},
                              Type{"+protobuf", Format::protobuf}};

constexpr std::array families{Type{"multipart/", Format::multipart}, Type{"text/", Format::text},
                              Type{"image/", Format::binary},        Type{"audio/", Format::binary},
                              Type{"video/", Format::binary},        Type{"font/", Format::binary}};

bool is_grpc(std::string_view type) {
    constexpr std::string_view base64_coded = "application/grpc-web-text";
    return type.starts_with("application/grpc") && !type.starts_with(base64_coded);
}

bool begins_with(std::string_view text, std::string_view lower_case_word) {
    return ascii::lower_case(text.substr(0, lower_case_word.size())) == lower_case_word;
}

}  // namespace

std::string_view name(Format format) {
    switch (format) {
        case Format::json: return "JSON";
        case Format::json_lines: return "JSON lines";
        case Format::json_sequence: return "a JSON sequence";
        case Format::event_stream: return "an event stream";
        case Format::xml: return "XML";
        case Format::html: return "HTML";
        case Format::form: return "a form";
        case Format::multipart: return "multipart";
        case Format::csv: return "CSV";
        case Format::protobuf: return "protobuf";
        case Format::grpc: return "gRPC";
        case Format::javascript: return "JavaScript";
        case Format::text: return "text";
        case Format::binary: return "bytes";
    }
    return "";
}

std::string media_type(std::string_view content_type) {
    return ascii::lower_case(ascii::trimmed(content_type.substr(0, content_type.find(';'))));
}

std::optional<Format> claimed_format(std::string_view content_type) {
    if (content_type == types[0].name) return types[0].format;  // most often
    const auto type = media_type(content_type);
    if (is_grpc(type)) return Format::grpc;
    const auto* exact = std::ranges::find(types, type, &Type::name);
    if (exact != types.end()) return exact->format;
    for (const auto& suffix : suffixes) {
        if (type.ends_with(suffix.name)) return suffix.format;
    }
    for (const auto& family : families) {
        if (type.starts_with(family.name)) return family.format;
    }
    return std::nullopt;
}

std::optional<Format> sniffed_format(std::string_view text) {
    const auto start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return std::nullopt;
    text.remove_prefix(start);
    if (text[0] == '{' || text[0] == '[') return Format::json;
    if (text[0] == '\x1e') return Format::json_sequence;
    if (text.starts_with("<?xml")) return Format::xml;
    if (begins_with(text, "<!doctype html") || begins_with(text, "<html")) return Format::html;
    return std::nullopt;
}

std::string declared_charset(ByteView bytes) {
    constexpr std::size_t searched_bytes = 1'024;  // as HTML prescribes for its meta element
    constexpr std::size_t label_bytes_max = 60;
    const auto head = ascii::lower_case(bytes.substr(0, searched_bytes));
    const bool is_xml = head.starts_with("<?xml");
    const std::string_view mark = is_xml ? "encoding=" : "charset=";
    const std::string_view place = is_xml ? "<?xml" : "<meta";
    const auto element = head.find(place);
    if (element == std::string::npos) return {};
    const auto at = head.find(mark, element);
    if (at == std::string::npos) return {};
    auto label = std::string_view{head}.substr(at + mark.size());
    if (label.starts_with('"') || label.starts_with('\'')) label.remove_prefix(1);
    label = label.substr(0, label.find_first_of("\"' \t\r\n;/>?"));
    return std::string{label.substr(0, label_bytes_max)};
}

}  // namespace shadowdiff::normalise
