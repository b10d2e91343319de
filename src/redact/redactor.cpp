// SPDX-License-Identifier: Apache-2.0
#include "redact/redactor.hpp"

#include "base/ascii.hpp"
#include "base/digest.hpp"
#include "content/decode.hpp"
#include "redact/find.hpp"
#include "redact/json_body.hpp"
#include "redact/media.hpp"
#include "redact/names.hpp"
#include "redact/pairs.hpp"
#include "redact/place.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::redact {

struct Redactor::Rules {
    Names names;
    Digester digester;

    std::string text(std::string_view text, Separators separators = Separators::all) const;
    std::string path(std::string_view path) const;
    std::string header(std::string_view name, std::string_view value) const;
    std::string secret(std::string_view value) const;
    std::string json_value(std::string_view value, bool is_secret) const;
    std::string excerpt(std::string_view value) const;
};

namespace {

constexpr std::size_t key_bytes = 32;  // as long as the digest: RFC 2104, section 3

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
std::string one_line(std::string_view value) {
    std::string line{value};
    std::ranges::replace_if(line, [](char c) { return c == '\r' || c == '\n'; }, ' ');
    return line;
}

}  // namespace

std::string Redactor::Rules::text(std::string_view text, Separators separators) const {
    Rewrite rewrite{text};
    for (const auto& match : find_credentials(text, names, separators)) {
        rewrite.replace(match.begin, match.end, digester(match.secret));
    }
    return rewrite.finish();
}

std::string Redactor::Rules::path(std::string_view path) const {
    const auto decoded = percent_decoded(path);
    auto redacted = text(path, Separators::equals_sign_only);
    if (decoded == path || redacted != path) return redacted;
    // Hidden behind escapes: which part it is cannot be told, so the whole path goes.
    if (find_credentials(decoded, names, Separators::equals_sign_only).empty()) return redacted;
    return "/" + digester(decoded);
}

std::string Redactor::Rules::secret(std::string_view value) const {
    return value.empty() || is_redacted(value) ? std::string{value} : digester(value);
}

std::string Redactor::Rules::header(std::string_view name, std::string_view value) const {
    const auto lower = ascii::lower_case(name);
    if (lower == "cookie") return redact_cookie_pairs(value, digester);
    if (lower == "set-cookie") return redact_set_cookie(value, digester);
    if (!names.is_secret_header(lower)) return text(value);
    const auto scheme = is_authorization(lower) ? authorization_scheme(value) : std::string_view{};
    return std::string{scheme} + secret(value.substr(scheme.size()));
}

std::string Redactor::Rules::json_value(std::string_view value, bool is_secret) const {
    const auto document = json::parse(Bytes{value});
    if (document) return redact_json(*document, names, digester, is_secret);
    if (!is_secret) return text(value);
    return value.starts_with('"') ? '"' + secret(value.substr(1)) + '"' : secret(value);
}

// An excerpt that begins with "…" may begin inside a credential whose name was cut off.
std::string Redactor::Rules::excerpt(std::string_view value) const {
    constexpr std::string_view cut = "…";
    constexpr std::size_t tail_min = 4;  // a shorter end of a word gives nothing away
    if (!value.starts_with(cut)) return text(value);
    const auto rest = value.substr(cut.size());
    const auto tail = rest.substr(0, rest.find_first_of(" \t\r\n\"'<>&;,"));
    if (tail.size() < tail_min) return text(value);
    return std::string{cut} + secret(tail) + text(rest.substr(tail.size()));
}

Redactor::Redactor(const RedactOptions& options) : Redactor(options, random_bytes(key_bytes)) {}

Redactor::Redactor(const RedactOptions& options, Bytes key)
    : rules_{new Rules{Names{options.headers, options.fields}, Digester{std::move(key)}}} {}

Redactor::~Redactor() = default;

Redacted Redactor::target(std::string_view target) const {
    const auto question = std::min(target.find('?'), target.size());
    auto text = rules_->path(target.substr(0, question));
    if (question < target.size()) {
        const auto query = target.substr(question + 1);
        text += '?' + redact_pairs(query, rules_->names, rules_->digester);
    }
    return Redacted{std::move(text)};
}

Redacted Redactor::fields(const http::Fields& fields) const {
    std::string lines;
    for (const auto& field : fields) {
        lines += one_line(field.name) + ": " + one_line(rules_->header(field.name, field.value));
        lines += "\r\n";
    }
    return Redacted{std::move(lines)};
}

std::optional<Redacted> Redactor::body(ByteView decoded, std::string_view media_type) const {
    switch (readable_as(decoded, media_type)) {
        case Readable::no: return std::nullopt;
        case Readable::form:
            return Redacted{redact_pairs(decoded, rules_->names, rules_->digester)};
        case Readable::json: return Redacted{rules_->json_value(decoded, false)};
        case Readable::text: return text(decoded);
    }
    return std::nullopt;
}

std::optional<RedactedBody> Redactor::message_body(const http::Fields& headers,
                                                   const http::Body& whole) const {
    if (!whole.is_whole()) return std::nullopt;
    if (whole.bytes.empty()) return RedactedBody{};
    const auto codings = http::list_members(headers, "Content-Encoding");
    const auto decoded = content::decode(whole.bytes, codings);
    if (!decoded) return std::nullopt;
    auto redacted = body(*decoded, http::value_of(headers, "Content-Type").value_or(""));
    if (!redacted) return std::nullopt;
    if (redacted->text() != *decoded) return RedactedBody{*std::move(redacted), true};
    return RedactedBody{Redacted{whole.bytes}, false};
}

Redacted Redactor::value(std::string_view path, std::string_view value) const {
    const bool is_secret = is_secret_place(path, value, rules_->names);
    if (is_json_place(path)) return Redacted{rules_->json_value(value, is_secret)};
    if (!is_secret) return Redacted{rules_->excerpt(value)};
    const auto names = names_of(path);
    if (names.size() > 1 && names[0] == "headers") {
        return Redacted{rules_->header(names[1], value)};
    }
    return Redacted{rules_->secret(value)};
}

Redacted Redactor::text(std::string_view text) const { return Redacted{rules_->text(text)}; }

}  // namespace shadowdiff::redact
