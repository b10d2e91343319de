// SPDX-License-Identifier: Apache-2.0
#include "redact/redactor_rules.hpp"

#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "redact/csv_body.hpp"
#include "redact/media.hpp"
#include "redact/minted.hpp"
#include "redact/octets.hpp"
#include "redact/pairs.hpp"
#include "redact/place.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::redact {

namespace {

constexpr std::size_t key_bytes_min = 12;  // of keys of known makers

// "Bearer " of "Bearer abc": the scheme is no secret, and its loss is a difference to be read.
std::string_view authorization_scheme(std::string_view value) {
    const auto space = value.find(' ');
    if (space == std::string_view::npos) return {};
    const auto scheme = value.substr(0, space);
    return std::ranges::all_of(scheme, ascii::is_letter) ? value.substr(0, space + 1)
                                                         : std::string_view{};
}

bool is_authorization(std::string_view lower_case_name) {
    return lower_case_name.ends_with("authorization");
}

// A field must not end its line and begin another.
void append_in_line(std::string& lines, std::string_view text) {
    const auto begin = static_cast<std::ptrdiff_t>(lines.size());
    lines += text;
    std::replace_if(
        lines.begin() + begin, lines.end(), [](char c) { return c == '\r' || c == '\n'; }, ' ');
}

}  // namespace

std::string Redactor::Rules::text(std::string_view text, Separators separators) const {
    Rewrite rewrite{text};
    for (const auto& match : find_credentials(text, known, separators)) {
        rewrite.replace(match.begin, match.end, digester(match.secret));
    }
    return rewrite.finish();
}

bool Redactor::Rules::is_secret_segment(std::string_view before, std::string_view segment) const {
    // Most are names, and this is asked of every part of every path.
    const bool may_be = std::ranges::any_of(segment, ascii::is_digit) ||
                        segment.size() >= key_bytes_min || !known.patterns.empty();
    if (!may_be) return false;
    const bool is_expected = looks_minted(segment) && known.names.is_secret_field(before);
    return is_expected || !find_credentials(segment, known, Separators::equals_sign_only).empty();
}

std::string Redactor::Rules::path(std::string_view path, std::string_view route) const {
    const auto decoded = percent_decoded(path);
    auto redacted = segments(path, route);
    if (decoded == path || redacted != path) return redacted;
    // Hidden behind escapes: which part it is cannot be told, so the whole path goes.
    if (segments(decoded, route) == decoded) return redacted;
    return "/" + digester(decoded);
}

// Those that the route or the name before them calls secret go whole; then by form.
std::string Redactor::Rules::segments(std::string_view path, std::string_view route) const {
    Rewrite rewrite{path};
    std::string_view before;
    for (std::size_t at = path.find('/'); at != std::string_view::npos;) {
        const auto end = std::min(path.find('/', at + 1), path.size());
        const auto segment = path.substr(at + 1, end - at - 1);
        route.remove_prefix(std::min(route.find('/'), route.size()));
        const auto named = route.substr(0, route.find('/', 1));
        const bool is_parameter = named.starts_with("/{") && named.ends_with('}');
        const bool is_called_secret =
            is_parameter && known.names.is_secret_field(named.substr(2, named.size() - 3));
        const bool is_expected = looks_minted(segment) && known.names.is_secret_field(before);
        if ((is_called_secret || is_expected) && !segment.empty() && !is_redacted(segment)) {
            rewrite.replace(at + 1, end, digester(segment));
        }
        before = segment;
        route.remove_prefix(std::min<std::size_t>(1, route.size()));
        at = end < path.size() ? end : std::string_view::npos;
    }
    return text(rewrite.finish(), Separators::equals_sign_only);
}

std::string Redactor::Rules::secret(std::string_view value) const {
    return value.empty() || is_redacted(value) ? std::string{value} : digester(value);
}

// Basic's password and the named parts of other schemes are secrets by themselves, too.
void Redactor::Rules::tell_parts(std::string_view authorization) const {
    for (const auto& match : find_credentials(authorization, known)) (void)digester(match.secret);
    const auto scheme = authorization_scheme(authorization);
    if (ascii::lower_case(scheme) != "basic ") return;
    const auto pair = from_base64(ascii::trimmed(authorization.substr(scheme.size())));
    const auto colon = pair ? pair->find(':') : Bytes::npos;
    if (colon != Bytes::npos) (void)digester(pair->substr(colon + 1));
}

std::string Redactor::Rules::header(std::string_view name, std::string_view value) const {
    const auto lower = ascii::lower_case(name);
    if (lower == "cookie") return redact_cookie_pairs(value, digester);
    if (lower == "set-cookie") {
        const auto attributes = std::min(value.find(';'), value.size());
        return redact_set_cookie(value.substr(0, attributes), digester) +
               text(value.substr(attributes));
    }
    if (lower == "location" || lower == "content-location" || lower == "referer") {
        return reference(value);
    }
    if (!known.names.is_secret_header(lower)) return text(value);
    if (is_authorization(lower)) tell_parts(value);
    const auto scheme = is_authorization(lower) ? authorization_scheme(value) : std::string_view{};
    return std::string{scheme} + secret(value.substr(scheme.size()));
}

// A target behind an origin, or without one; its fragment as any text.
std::string Redactor::Rules::reference(std::string_view url) const {
    const auto scheme = url.find("://");
    const bool has_origin = scheme < url.find_first_of("/?#");
    const auto local =
        has_origin ? std::min(url.find_first_of("/?#", scheme + 3), url.size()) : std::size_t{0};
    const auto question = std::min(url.find('?', local), url.size());
    auto redacted =
        std::string{url.substr(0, local)} + path(url.substr(local, question - local), {});
    if (question < url.size()) {
        redacted += '?' + redact_pairs(url.substr(question + 1), known, digester);
    }
    return text(redacted);
}

std::string Redactor::Rules::header_name(std::string_view name) const {
    const auto prefix = secret_line_prefix(name, known.names);
    return std::string{name.substr(0, prefix)} +
           (prefix > 0 ? secret(name.substr(prefix)) : std::string{name});
}

std::string Redactor::Rules::fields(const http::Fields& fields) const {
    std::string lines;
    for (const auto& field : fields) {
        append_in_line(lines, header_name(field.name));
        lines += ": ";
        append_in_line(lines, header(field.name, field.value));
        lines += "\r\n";
    }
    return lines;
}

std::string Redactor::Rules::json_value(std::string_view value, JsonScope scope) const {
    const auto document = json::parse(Bytes{value});
    if (document) return redact_json(*document, known, digester, scope);
    if (!scope.is_secret) return text(value);
    return value.starts_with('"') ? '"' + secret(value.substr(1)) + '"' : secret(value);
}

const HeardBody* Redactor::Rules::find_heard(std::string_view decoded,
                                             std::string_view media_type) const {
    const auto found = std::ranges::find_if(heard.bodies, [&](const HeardBody& one) {
        return one.decoded == decoded && one.media_type == media_type;
    });
    return found == heard.bodies.end() ? nullptr : &*found;
}

const HeardFields* Redactor::Rules::find_heard(const http::Fields& fields) const {
    const auto found = std::ranges::find(heard.fields, fields, &HeardFields::fields);
    return found == heard.fields.end() ? nullptr : &*found;
}

void Redactor::Rules::hear_fields(const http::Fields& all) {
    if (all.empty() || find_heard(all)) return;
    heard.fields.push_back({all, fields(all)});
}

void Redactor::Rules::hear_body(Bytes decoded, std::string_view media_type) {
    if (decoded.empty() || find_heard(decoded, media_type)) return;
    auto redacted = body(decoded, media_type);
    heard.bodies.push_back({std::move(decoded), std::string{media_type}, std::move(redacted)});
}

std::optional<std::string> Redactor::Rules::body(std::string_view decoded,
                                                 std::string_view media_type) const {
    switch (readable_as(decoded, media_type)) {
        case Readable::no: return std::nullopt;
        case Readable::form: return redact_pairs(decoded, known, digester);
        case Readable::json: return json_value(decoded, {});
        case Readable::csv: return text(redact_csv(decoded, known, digester));
        case Readable::text: return text(decoded);
        case Readable::multipart: return multipart(decoded, media_type);
    }
    return std::nullopt;
}

// An excerpt that begins with "…" may begin inside a credential whose name was cut off.
std::string Redactor::Rules::excerpt(std::string_view value) const {
    constexpr std::string_view cut = "…";
    constexpr std::size_t tail_min = 4;  // a shorter end of a word gives nothing away
    if (!value.starts_with(cut)) return text(redact_octets(value, digester));
    const auto rest = value.substr(cut.size());
    const auto tail = rest.substr(0, rest.find_first_of(" \t\r\n\"'<>&;,"));
    if (tail.size() < tail_min) return text(value);
    return std::string{cut} + secret(tail) + text(rest.substr(tail.size()));
}

}  // namespace shadowdiff::redact
