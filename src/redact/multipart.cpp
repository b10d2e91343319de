// SPDX-License-Identifier: Apache-2.0
#include "redact/multipart.hpp"

#include "base/ascii.hpp"
#include "content/media_parameter.hpp"

#include <algorithm>
#include <string>

namespace shadowdiff::redact {
namespace {

constexpr std::size_t boundary_bytes_max = 70;  // RFC 2046, section 5.1.1
constexpr std::size_t parts_max = 1'000;
constexpr std::size_t part_fields_max = 32;

bool is_boundary(std::string_view text) {
    const auto may_stand = [](char c) {
        return ascii::is_alphanumeric(c) || std::string_view{"'()+_,-./:=? "}.contains(c);
    };
    return !text.empty() && text.size() <= boundary_bytes_max && !text.ends_with(' ') &&
           std::ranges::all_of(text, may_stand);
}

// "--" and the boundary; nothing where the type has none, or two.
std::optional<std::string> delimiter_of(std::string_view media_type) {
    constexpr std::string_view parameter = "boundary=";
    const auto lower = ascii::lower_case(media_type);
    const auto at = lower.find(parameter);
    const bool is_one =
        at != std::string::npos && lower.find(parameter, at + 1) == std::string::npos;
    const auto boundary = content::media_parameter(media_type, "boundary");
    if (!is_one || !is_boundary(boundary)) return std::nullopt;
    return "--" + boundary;
}

std::optional<BodyPart> split_part(std::string_view part) {
    if (part.starts_with("\r\n")) return BodyPart{{}, part.substr(2)};
    const auto end = part.find("\r\n\r\n");
    if (end == std::string_view::npos) return std::nullopt;
    return BodyPart{part.substr(0, end + 2), part.substr(end + 4)};
}

bool is_field_letter(char c) {
    return ascii::is_alphanumeric(c) || std::string_view{"!#$%&'*+-.^_`|~"}.contains(c);
}

std::size_t times_in(std::string_view text, std::string_view word) {
    std::size_t times = 0;
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        ++times;
    }
    return times;
}

// "name" once and in its plain spelling: of two, or of name*=…, readers take either.
bool is_plain_disposition(std::string_view disposition) {
    const auto lower = ascii::lower_case(disposition);
    for (const std::string_view spaced : {"name =", "name\t=", "name *", "name\t*"}) {
        if (lower.contains(spaced)) return false;
    }
    return times_in(lower, "name=") - times_in(lower, "filename=") <= 1 &&
           times_in(lower, "name*") == times_in(lower, "filename*");
}

bool is_said_at_most_once(const http::Fields& fields, std::string_view name) {
    return std::ranges::count_if(fields, [&](const http::Field& field) {
               return http::same_name(field.name, name);
           }) <= 1;
}

}  // namespace

std::optional<std::vector<BodyPart>> parts_of(ByteView body, std::string_view media_type) {
    const auto delimiter = delimiter_of(media_type);
    if (!delimiter || !body.starts_with(*delimiter)) return std::nullopt;
    std::vector<BodyPart> parts;
    for (auto at = delimiter->size(); parts.size() < parts_max;) {
        const auto rest = body.substr(at);
        if (rest == "--" || rest == "--\r\n") return parts;
        if (!rest.starts_with("\r\n")) return std::nullopt;
        const auto begin = at + 2;
        const auto next = body.find(*delimiter, begin);
        if (next == ByteView::npos || next < begin + 2) return std::nullopt;
        if (body.substr(next - 2, 2) != "\r\n") return std::nullopt;
        const auto part = split_part(body.substr(begin, next - 2 - begin));
        if (!part) return std::nullopt;
        parts.push_back(*part);
        at = next + delimiter->size();
    }
    return std::nullopt;
}

std::optional<http::Fields> part_fields(std::string_view head) {
    http::Fields fields;
    while (!head.empty()) {
        const auto end = head.find("\r\n");
        const auto line = head.substr(0, end);
        const auto colon = line.find(':');
        const bool is_field = end != std::string_view::npos && colon != std::string_view::npos &&
                              colon > 0 && fields.size() < part_fields_max &&
                              std::ranges::all_of(line.substr(0, colon), is_field_letter);
        const bool is_text = std::ranges::none_of(
            line, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; });
        if (!is_field || !is_text) return std::nullopt;
        fields.push_back({line.substr(0, colon), ascii::trimmed(line.substr(colon + 1))});
        head.remove_prefix(end + 2);
    }
    return fields;
}

std::optional<PartSaying> saying_of(std::string_view head) {
    const auto fields = part_fields(head);
    if (!fields) return std::nullopt;
    for (const auto* name : {"Content-Disposition", "Content-Type", "Content-Transfer-Encoding"}) {
        if (!is_said_at_most_once(*fields, name)) return std::nullopt;
    }
    const auto coding =
        ascii::lower_case(http::value_of(*fields, "Content-Transfer-Encoding").value_or("8bit"));
    const bool is_plain = coding == "7bit" || coding == "8bit" || coding == "binary";
    const auto disposition = http::value_of(*fields, "Content-Disposition").value_or("");
    if (!is_plain || http::find(*fields, "Content-Encoding") ||
        !is_plain_disposition(disposition)) {
        return std::nullopt;
    }
    return PartSaying{content::media_parameter(disposition, "name"),
                      std::string{http::value_of(*fields, "Content-Type").value_or("")}};
}

}  // namespace shadowdiff::redact
