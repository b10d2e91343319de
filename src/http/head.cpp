// SPDX-License-Identifier: Apache-2.0
#include "http/head.hpp"

#include "http/line_ends.hpp"
#include "http/start_line.hpp"
#include "http/syntax.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace shadowdiff::http {
namespace {

std::optional<Malformed> broken_line_end(const Line& line) {
    if (!line.ends_in_crlf) return Malformed{"bare LF (RFC 9112, 2.2)"};
    if (line.text.find('\r') != ByteView::npos) return Malformed{"bare CR (RFC 9112, 2.2)"};
    return std::nullopt;
}

constexpr std::size_t line_bytes_usual = 24;  // of short fields

bool is_folded(ByteView line) { return line.starts_with(' ') || line.starts_with('\t'); }

// White space at the ends of a value is not part of it, and folds are white space.
void append_folded(std::string& value, ByteView more) {
    if (!value.empty() && !more.empty()) value += ' ';
    value += more;
}

Field parse_lenient_field(ByteView line) {
    const auto colon = line.find(':');
    if (colon == ByteView::npos) return {trim(line), {}};
    return {trim({line.data(), colon}), trim(line.substr(colon + 1))};
}

std::expected<Field, Malformed> parse_strict_field(const Line& line) {
    if (const auto broken = broken_line_end(line)) return std::unexpected{*broken};
    const auto colon = line.text.find(':');
    if (colon == ByteView::npos) return malformed("field without a colon (RFC 9112, 5)");
    const auto name = line.text.substr(0, colon);
    const auto value = line.text.substr(colon + 1);
    if (name.ends_with(' ') || name.ends_with('\t')) {
        return malformed("white space before the colon (RFC 9112, 5.1)");
    }
    if (!is_token(name)) return malformed("field name (RFC 9110, 5.1)");
    if (!is_text(value)) return malformed("field value (RFC 9110, 5.5)");
    return Field{name, trim(value)};
}

// Two Host fields let two readers see two different hosts.
bool has_several_hosts(const Fields& fields) {
    return std::ranges::count_if(fields, [](const Field& f) { return same_name(f.name, "Host"); }) >
           1;
}

}  // namespace

std::expected<Fields, Malformed> parse_fields(ByteView section, Strictness strictness,
                                              std::size_t fields_max) {
    const bool strict = strictness == Strictness::strict;
    Fields fields;
    if (section.starts_with("\r\n")) return fields;  // most trailer sections
    section = fields.keep(section);
    fields.reserve(std::min(section.size() / line_bytes_usual + 1, fields_max));
    std::optional<std::string> folded;  // the last value, while its lines come
    bool is_any_folded = false;
    const auto end_folded = [&] { fields.set_value(fields.back(), *std::exchange(folded, {})); };
    LineEnds line_ends{section};
    for (std::size_t begin = 0; begin < section.size();) {
        const auto end = line_ends.next().value_or(section.size());
        const auto line = without_cr(section.substr(begin, end - begin));
        begin = end + 1;
        if (line.text.empty() && (line.ends_in_crlf || !strict)) break;
        if (is_folded(line.text)) {
            if (strict) return malformed("folded field line (RFC 9112, 5.2)");
            // In front of the first field it is dropped (RFC 9112, section 2.2).
            if (fields.empty()) continue;
            is_any_folded = true;
            if (!folded) folded = fields.back().value;
            append_folded(*folded, trim(line.text));
            continue;
        }
        if (folded) end_folded();
        if (fields.size() == fields_max) return malformed("too many fields (RFC 9110, 5.4)");
        if (!strict) {
            fields.add_kept(parse_lenient_field(line.text));
            continue;
        }
        const auto field = parse_strict_field(line);
        if (!field) return std::unexpected{field.error()};
        fields.add_kept(*field);
    }
    if (folded) end_folded();
    if (is_any_folded || 2 * fields.text_bytes() < section.size()) return Fields{fields};
    return fields;
}

std::expected<Request, Malformed> parse_request_head(ByteView head, Strictness strictness,
                                                     const HttpLimits& limits) {
    const auto line = take_line(head);
    if (strictness == Strictness::strict) {
        if (const auto broken = broken_line_end(line)) return std::unexpected{*broken};
    }
    const auto start = parse_request_line(line.text, strictness);
    if (!start) return std::unexpected{start.error()};
    auto fields = parse_fields(head, strictness, limits.headers_max);
    if (!fields) return std::unexpected{fields.error()};
    if (strictness == Strictness::strict && has_several_hosts(*fields)) {
        return malformed("several Host fields (RFC 9112, 3.2)");
    }
    return std::expected<Request, Malformed>{std::in_place, std::string{start->method},
                                             std::string{start->target}, start->version,
                                             *std::move(fields)};
}

std::expected<Response, Malformed> parse_response_head(ByteView head, Strictness strictness,
                                                       const HttpLimits& limits) {
    const auto line = take_line(head);
    if (strictness == Strictness::strict) {
        if (const auto broken = broken_line_end(line)) return std::unexpected{*broken};
    }
    const auto start = parse_status_line(line.text, strictness);
    if (!start) return std::unexpected{start.error()};
    auto fields = parse_fields(head, strictness, limits.headers_max);
    if (!fields) return std::unexpected{fields.error()};
    return std::expected<Response, Malformed>{std::in_place, start->status,
                                              std::string{start->reason_phrase}, start->version,
                                              *std::move(fields)};
}

}  // namespace shadowdiff::http
