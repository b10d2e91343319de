// SPDX-License-Identifier: Apache-2.0
#include "normalise/normalise.hpp"

#include "base/ascii.hpp"
#include "content/decode.hpp"
#include "http/body_builder.hpp"
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

// Behind those of the same name, whose order is kept.
template <class Named>
void insert_by_name(std::vector<Named>& sorted, Named item) {
    const auto at = std::ranges::upper_bound(sorted, item.name, {}, &Named::name);
    sorted.insert(at, std::move(item));
}

// The codings as one text; x-gzip is gzip (RFC 9110, section 8.4.1.3), identity is none.
std::string name_of(const std::vector<std::string_view>& codings) {
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
    if (context.like != nullptr && add_same_body(document, *context.like)) return;
    if (body.is_whole()) return add_whole_body(document, response, codings, limits, context);
    if (!document.coding.empty()) measure.decoded = body.decoded;
    document.content = Digested{};
}

// Several fields of one name are one list (RFC 9110, section 5.3).
void append(http::Fields& fields, const std::string& name, std::string_view value) {
    if (fields.empty() || fields.back().name != name) {
        fields.push_back({name, std::string{value}});
    } else {
        fields.back().value.append(", ").append(value);
    }
}

void add_field(Document& document, const http::Field& field, std::optional<Timestamp> date) {
    constexpr std::string_view trailer_mark = "trailer:";
    std::string_view plain_name = field.name;
    if (plain_name.starts_with(trailer_mark)) plain_name.remove_prefix(trailer_mark.size());
    switch (class_of(plain_name)) {
        case FieldClass::by_value: {
            const bool is_expiry = plain_name == "expires";
            return append(document.fields, field.name,
                          is_expiry ? relative_date(field.value, date) : field.value);
        }
        case FieldClass::per_message:
            return document.per_message_fields.push_back({field.name, field.value});
        case FieldClass::server: return document.server_fields.push_back({field.name, field.value});
        case FieldClass::apart:
            if (field.name == "set-cookie") {
                insert_by_name(document.cookies, parse_set_cookie(field.value, date));
            }
            return;
        case FieldClass::transport: return;
    }
}

// Header fields, then trailer fields under a name that no header can have; sorted by name.
http::Fields named_fields(const http::Response& response) {
    http::Fields fields;
    for (const auto& field : response.headers) {
        insert_by_name(fields, {ascii::lower_case(field.name), field.value});
    }
    for (const auto& field : response.trailers) {
        insert_by_name(fields, {"trailer:" + ascii::lower_case(field.name), field.value});
    }
    return fields;
}

}  // namespace

Document to_document(const http::Response& response, const ContentLimits& limits,
                     const Context& context) {
    Document document;
    document.status = response.status;
    document.content_type = http::value_of(response.headers, "content-type").value_or("");
    add_body(document, response, limits, context);

    const auto date_text = http::value_of(response.headers, "date");
    const auto date = date_text ? parse_date(*date_text) : std::nullopt;
    const auto options = connection_options(response.headers);
    for (const auto& field : named_fields(response)) {
        if (std::ranges::find(options, field.name) == options.end()) {
            add_field(document, field, date);
        }
    }
    for (auto& field : document.fields) field.value = canonical_value(field.name, field.value);
    if (const auto location = http::value_of(response.headers, "location")) {
        document.location = resolved_location(*location, context.host, context.target);
    }
    // Of the answer to HEAD the length is all that is known of the body.
    const auto length = http::value_of(response.headers, "content-length");
    if (context.method == "HEAD" && length) {
        insert_by_name(document.fields, {"content-length", std::string{*length}});
    }
    return document;
}

}  // namespace shadowdiff::normalise
