// SPDX-License-Identifier: Apache-2.0
#include "normalise/normalise.hpp"

#include "base/ascii.hpp"
#include "content/decode.hpp"
#include "http/body_builder.hpp"
#include "normalise/alike_fields.hpp"
#include "normalise/body_form.hpp"
#include "normalise/cookie.hpp"
#include "normalise/date.hpp"
#include "normalise/location.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace shadowdiff::normalise {
namespace {

// A field under the name that it has in a document, with its value as sent.
struct NamedField {
    std::string name;
    std::string_view value;
    FieldClass field_class;
};

// Behind those of the same name, whose order is kept.
template <class Named>
void insert_by_name(std::vector<Named>& sorted, Named item) {
    const auto at = std::ranges::upper_bound(sorted, item.name, {}, &Named::name);
    sorted.insert(at, std::move(item));
}

// The codings as one text; x-gzip is gzip (RFC 9110, section 8.4.1.3), identity is none.
std::string name_of(const std::vector<std::string_view>& codings) {
    if (codings.empty()) return "";
    std::vector<std::string> names;
    for (const auto coding : codings) {
        const auto name = ascii::lower_case(coding);
        if (name != "identity") names.push_back(name == "x-gzip" ? "gzip" : name);
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

using Codings = std::vector<std::string_view>;

// Measured as a body is that nobody keeps.
std::optional<http::DecodedBody> decoded_measure(ByteView coded, const Codings& codings) {
    http::BodyBuilder builder{HttpLimits{.body_bytes_kept_max = 0}};
    builder.name_codings(codings);
    builder.add(coded);
    return std::move(builder).finish().decoded;
}

void add_whole_body(Document& document, const http::Response& response, const Codings& codings,
                    const ContentLimits& limits, const Context& context) {
    const auto& body = response.body.bytes;
    auto decoded = content::decode(body, codings, limits);
    if (decoded) {
        if (!document.coding.empty())
            document.measure.decoded = {decoded->size(), hash128(*decoded)};
        set_content(document, std::move(*decoded), response.headers, context, limits);
    } else if (decoded.error().is_too_long) {
        document.measure.decoded = decoded_measure(body, codings);
        document.content = Digested{};
    } else {
        document.content = Undecodable{body, std::move(decoded.error().why)};
    }
}

/// Compared without being read: a body that legacy's answer has in the same coding. (Of gRPC more
/// than the body tells what is in it.)
bool add_same_body(Document& document, const Document& like) {
    const bool is_same = like.measure.as_sent == document.measure.as_sent &&
                         like.coding == document.coding &&
                         like.content_type == document.content_type;
    if (!is_same || claimed_format(document.content_type) == Format::grpc) return false;
    const bool is_none = std::holds_alternative<NoBody>(like.content);
    document.content = is_none ? Content{NoBody{}} : Content{Digested{}};
    document.measure = like.measure;
    document.charset = like.charset;
    document.has_mark = like.has_mark;
    document.guard = like.guard;
    return true;
}

void add_body(Document& document, const http::Response& response, const ContentLimits& limits,
              const Context& context) {
    const auto& body = response.body;
    const auto codings = http::list_members(response.headers, "content-encoding");
    document.coding = name_of(codings);
    auto& measure = document.measure;
    measure.as_sent = {body.length, body.digest};
    if (document.coding.empty() || body.length == 0) measure.decoded = measure.as_sent;
    if (body.length == 0) return;
    if (context.has_one_body && claimed_format(document.content_type) != Format::grpc) {
        document.content = Digested{};
        return;
    }
    if (context.like != nullptr && add_same_body(document, *context.like)) return;
    if (body.is_whole()) return add_whole_body(document, response, codings, limits, context);
    if (!document.coding.empty()) measure.decoded = body.decoded;
    document.content = Digested{};
}

// Several fields of one name are one list (RFC 9110, section 5.3).
void append(NamedValues& fields, std::string name, std::string_view value) {
    if (fields.empty() || fields.back().name != name) {
        fields.push_back({std::move(name), std::string{value}});
    } else {
        fields.back().value.append(", ").append(value);
    }
}

void add_field(Document& document, NamedField field, std::optional<Timestamp> date) {
    switch (field.field_class) {
        case FieldClass::by_value:
            if (field.name == "expires" || field.name == "trailer:expires") {
                const auto relative = relative_date(field.value, date);
                return append(document.fields, std::move(field.name), relative);
            }
            return append(document.fields, std::move(field.name), field.value);
        case FieldClass::per_message:
            document.per_message_fields.push_back(
                {std::move(field.name), std::string{field.value}});
            return;
        case FieldClass::server:
            document.server_fields.push_back({std::move(field.name), std::string{field.value}});
            return;
        case FieldClass::apart:
            if (field.name == "set-cookie") {
                insert_by_name(document.cookies, parse_set_cookie(field.value, date));
            }
            return;
        case FieldClass::transport: return;
    }
}

// Header fields, then trailer fields under a name that no header can have; sorted by name. What
// ends at the next server is left out.
std::vector<NamedField> named_fields(const http::Response& response, std::uint64_t left_out) {
    std::optional<std::vector<std::string_view>> options;  // nearly always all are left out
    std::vector<NamedField> fields;
    fields.reserve(response.headers.size() + response.trailers.size());
    for (std::size_t i = 0; i < response.headers.size(); ++i) {
        if (is_at(left_out, i)) continue;
        const auto& field = response.headers[i];
        auto name = ascii::lower_case(field.name);
        const auto field_class = class_of(name);
        if (!options) options = http::list_members(response.headers, "connection");
        const bool is_option = std::ranges::any_of(
            *options, [&](auto option) { return http::same_name(option, name); });
        if (field_class == FieldClass::transport || is_option) continue;
        insert_by_name(fields, {std::move(name), field.value, field_class});
    }
    for (const auto& field : response.trailers) {
        auto name = ascii::lower_case(field.name);
        const auto field_class = class_of(name);
        insert_by_name(fields, {"trailer:" + std::move(name), field.value, field_class});
    }
    return fields;
}

std::optional<Timestamp> date_of(const http::Response& response) {
    const auto text = http::value_of(response.headers, "date");
    return text ? parse_date(*text) : std::nullopt;
}

// What counts from the answer's own date.
bool is_date_needed(const NamedField& field) {
    return field.name == "expires" || field.name == "trailer:expires" || field.name == "set-cookie";
}

}  // namespace

Document to_document(const http::Response& response, const ContentLimits& limits,
                     const Context& context) {
    Document document;
    document.status = response.status;
    document.content_type = http::value_of(response.headers, "content-type").value_or("");
    add_body(document, response, limits, context);

    auto fields = named_fields(response, context.alike_fields);
    const auto date =
        std::ranges::any_of(fields, is_date_needed) ? date_of(response) : std::nullopt;
    for (auto& field : fields) add_field(document, std::move(field), date);
    for (auto& field : document.fields) {
        field.value = canonical_value(field.name, std::move(field.value));
    }
    if (const auto location = http::value_of(response.headers, "location")) {
        document.location = resolved_location(*location, context.host, context.target);
    }
    // Of the answer to HEAD the length is all that is known of the body.
    if (context.method == "HEAD") {
        const auto length = http::value_of(response.headers, "content-length");
        if (length) insert_by_name(document.fields, {"content-length", std::string{*length}});
    }
    return document;
}

}  // namespace shadowdiff::normalise
